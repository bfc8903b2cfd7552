// What `npm start` runs: database, migrations, build, web server and worker, each restarted when it ends.
import "./check-settings.ts";

import { createServer } from "node:net";
import { join } from "node:path";
import { parseEnv } from "#lib/env.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { buildIfStale } from "./supervisor/build.ts";
import { type Child, keepRunning } from "./supervisor/child.ts";
import { lockDataFolder, openDataFolder, readSecrets } from "./supervisor/data-folder.ts";
import { type Database, openDatabase } from "./supervisor/database.ts";
import { StartError } from "./supervisor/fail.ts";
import { prepareFirstStart, type Welcome } from "./supervisor/first-start.ts";
import { programArguments } from "./supervisor/program.ts";

const root = join(import.meta.dirname, "..");
const drainMs = 30_000;

type Running = { children: Child[]; database?: Database; unlock?: () => void };

const running: Running = { children: [] };
let stopping: Promise<void> | undefined;

async function start(): Promise<void> {
  const settings = parseEnv(process.env);
  const { DATA_DIR, HOST, PORT } = settings;
  openDataFolder(DATA_DIR);
  running.unlock = lockDataFolder(DATA_DIR);
  await assertFree(HOST, PORT);
  const url = settings.PUBLIC_URL ?? `http://${HOST}:${PORT}`;
  const [database] = await Promise.all([ready(DATA_DIR, settings.DATABASE_URL), buildIfStale(root)]);
  const secrets = readSecrets(DATA_DIR);
  const isLocal = HOST === "127.0.0.1" || HOST === "localhost" || HOST === "::1";
  const isDemo = database.isEmbedded && isLocal;
  const env = {
    ...process.env,
    ...(settings.AUTH_SECRET ? {} : { AUTH_SECRET: secrets.AUTH_SECRET }),
    ...(settings.SECRETS_KEYS ? {} : { SECRETS_KEYS: secrets.SECRETS_KEYS }),
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    DATA_DIR,
    DATABASE_URL: database.url,
    // The demo reads the product's own pages, which are on this machine.
    ALLOW_PRIVATE_HOSTS: [...settings.ALLOW_PRIVATE_HOSTS, ...(isDemo ? [`${HOST}:${PORT}`] : [])].join(","),
  } as const;
  const welcome = await prepareFirstStart({ env, url, isDemo, dataDir: DATA_DIR });
  if (stopping) return;
  const own = `http://${HOST === "0.0.0.0" ? "127.0.0.1" : HOST}:${PORT}`;
  running.children.push(keepRunning("web server", programArguments("web"), env));
  // A new demo's first run reads our own pages: it would find nobody there, and wait.
  if (welcome.readsOwnPages) await untilOk(`${own}/healthz`);
  if (stopping) return;
  running.children.push(keepRunning("worker", programArguments("worker"), env));
  await untilOk(`${own}/readyz`);
  if (!stopping) print(url, welcome);
}

async function ready(dataDir: string, url: string | undefined): Promise<Database> {
  const database = await openDatabase(dataDir, url);
  running.database = database;
  await prepareDatabase(database.url);
  return database;
}

function assertFree(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => {
      const taken = `Port ${port} on ${host} is taken by another program. Choose another: PORT=3001 npm start`;
      const other = `Tributary can't listen on ${host}:${port} (${error.code}). Set HOST and PORT to what it may use.`;
      reject(new StartError(error.code === "EADDRINUSE" ? taken : other));
    });
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

async function untilOk(url: string): Promise<void> {
  while (!stopping) {
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function print(url: string, welcome: Welcome): void {
  const lines = ["", `Tributary is ready: ${url}`, ...welcome.lines, ""];
  console.log(lines.join("\n"));
}

function stop(): Promise<void> {
  stopping ??= (async () => {
    await Promise.all(running.children.map((child) => child.stop(drainMs)));
    await running.database?.stop();
    running.unlock?.();
  })();
  return stopping;
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    if (!stopping) console.log("\nFinishing what is under way …");
    void stop().then(() => process.exit(0));
  });
}

try {
  await start();
} catch (error) {
  const isPlain =
    error instanceof StartError || (error instanceof Error && error.message.startsWith("Wrong settings"));
  console.error(isPlain ? (error as Error).message : error);
  await stop();
  process.exit(1);
}
