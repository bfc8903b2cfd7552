import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { access, chown, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import pg from "pg";
import { type Binaries, findBinaries } from "./binaries.ts";
import { keepServing } from "./keep-serving.ts";
import { type RunAs, serverUser } from "./run-as.ts";

export type EmbeddedServer = {
  /** For the superuser, on database `postgres`. */
  adminUrl: string;
  /** Fast shutdown: open transactions roll back, everything committed is on disk. */
  stop: () => Promise<void>;
};

type Settings = { port: number; password: string };

export type EmbeddedOptions = {
  /** Holds the cluster; made on first use. Must be a folder that `serverUser` can enter. */
  clusterDir: string;
  /** Server settings (`fsync=off` in tests). */
  settings?: Record<string, string>;
};

/**
 * Starts PostgreSQL from the npm package on a folder, creating the cluster at first use. The server is its own
 * process group, so that Ctrl-C in a terminal reaches our processes first and it is stopped last.
 * @throws Error with what the server printed when it doesn't start
 */
export async function startEmbedded({ clusterDir, settings = {} }: EmbeddedOptions): Promise<EmbeddedServer> {
  const runAs = serverUser();
  const binaries = await findBinaries(runAs);
  const dataDir = join(clusterDir, "data");
  await mkdir(clusterDir, { recursive: true, mode: 0o700 });
  if (runAs) await chown(clusterDir, runAs.uid, runAs.gid);
  const kept = await readSettings(clusterDir);
  if (!(await exists(join(dataDir, "PG_VERSION")))) {
    await rm(dataDir, { recursive: true, force: true });
    await initialise(binaries, dataDir, kept.password, runAs);
  }
  await stopLeftover(dataDir);
  const port = (await isFree(kept.port)) ? kept.port : await freePort();
  if (port !== kept.port) await writeSettings(clusterDir, { ...kept, port });
  const serve = () => launch(binaries, dataDir, port, settings, runAs);
  const child = serve();
  const adminUrl = addressOf({ ...kept, port });
  await untilReady(child, adminUrl);
  return { adminUrl, stop: keepServing(child, serve) };
}

/** The superuser's address of the server that runs on a folder. */
export async function adminUrlOf(clusterDir: string): Promise<string> {
  return addressOf(await readSettings(clusterDir));
}

function addressOf({ port, password }: Settings): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

async function readSettings(clusterDir: string): Promise<Settings> {
  const file = join(clusterDir, "server.json");
  if (await exists(file)) return JSON.parse(await readFile(file, "utf8")) as Settings;
  const fresh = { port: await freePort(), password: randomBytes(24).toString("base64url") };
  await writeSettings(clusterDir, fresh);
  return fresh;
}

async function writeSettings(clusterDir: string, settings: Settings): Promise<void> {
  await writeFile(join(clusterDir, "server.json"), JSON.stringify(settings), { mode: 0o600 });
}

async function initialise(
  binaries: Binaries,
  dataDir: string,
  password: string,
  runAs: RunAs,
): Promise<void> {
  const passwordFile = `${dataDir}.pw`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (runAs) await chown(passwordFile, runAs.uid, runAs.gid);
  try {
    execFileSync(
      binaries.initdb,
      [
        `--pgdata=${dataDir}`,
        "--username=postgres",
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-locale",
      ],
      { ...runAs, stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, LC_ALL: "C" } },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** A server that outlived its supervisor (kill -9) still holds the folder: it is stopped like any other. */
async function stopLeftover(dataDir: string): Promise<void> {
  const file = join(dataDir, "postmaster.pid");
  const pid = Number.parseInt((await readFile(file, "utf8").catch(() => "")).split("\n")[0] ?? "", 10);
  if (!pid || !isOurServer(pid, dataDir)) return;
  process.kill(pid, "SIGINT");
  for (let tries = 0; tries < 100 && (await exists(file)); tries += 1) await delay(100);
}

function isOurServer(pid: number, dataDir: string): boolean {
  try {
    return execFileSync("ps", ["-o", "args=", "-p", String(pid)], { encoding: "utf8" }).includes(dataDir);
  } catch {
    return false;
  }
}

function launch(
  binaries: Binaries,
  dataDir: string,
  port: number,
  settings: Record<string, string>,
  runAs: RunAs,
): ChildProcess {
  const flags = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    max_connections: "200",
    ...settings,
  };
  const args = Object.entries(flags).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  return spawn(binaries.postgres, ["-D", dataDir, "-p", String(port), ...args], {
    ...runAs,
    detached: true,
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, LC_ALL: "C" },
  });
}

async function untilReady(child: ChildProcess, adminUrl: string): Promise<void> {
  let printed = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    printed = (printed + chunk.toString("utf8")).slice(-4000);
  });
  let exited = false;
  child.once("exit", () => {
    exited = true;
  });
  for (let tries = 0; tries < 600 && !exited; tries += 1) {
    if (await answers(adminUrl)) return;
    await delay(50);
  }
  throw new Error(`The embedded PostgreSQL didn't start. It printed:\n${printed.trim()}`);
}

async function answers(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl });
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
