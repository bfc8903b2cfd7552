/**
 * `npm run bench:crawl [rounds] [copies]`: crawls Debian's PostgreSQL manual (1,170 pages) from an nginx on the
 * loopback. A worker process as the product runs it, storing into an embedded PostgreSQL with its production settings,
 * reads it twice; then Crawlee's CheerioCrawler, as it comes and with as many requests at a time as ours, and
 * `wget -r`; so many rounds. At last the worker alone reads a site of so many copies, for its memory.
 *
 * nginx, the manual and wget are unpacked from Debian's packages and Crawlee is installed, all below the temporary
 * folder; nothing of it becomes a dependency.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { type Db, openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { withScope } from "#db/scope.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import type { DB } from "#db/types.ts";
import { queueRun } from "#lib/runs/queue-run.ts";
import { startSender } from "#lib/services.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { programArguments } from "../scripts/supervisor/program.ts";
import { median, report, round } from "./shared/report.ts";
import { debianPackages, npmPackage } from "./shared/tools.ts";
import { childrenCpuS, usageOf, watchUsage } from "./shared/usage.ts";

const rounds = Number(process.argv[2] ?? 3);
const copies = Number(process.argv[3] ?? 10);
const crawleeVersion = "3.18.1";
/** Requests at a time of one of our crawls. */
const ourConcurrency = 8;

type Measured = {
  pages: number;
  seconds: number;
  /** Of the crawler, and for ours of the database too. */
  cpuS: number;
  peakMb: number;
  writes?: number;
  state?: string;
};
type Site = { url: string; nginx: ChildProcess };

const debian = await debianPackages(["nginx", "postgresql-doc-15", "wget"]);
const crawleeFolder = await npmPackage("crawlee", crawleeVersion);
const manual = join(debian, "usr/share/doc/postgresql-doc-15/html");

const root = await mkdtemp(join(tmpdir(), "tributary-crawl-bench-"));
chmodSync(root, 0o755);
const postgres = await startEmbedded({ clusterDir: join(root, "postgres") });
const url = await createDatabase();
const postgresPid = await postmasterPid();
const admin = new Kysely<DB>({
  dialect: new PostgresDialect({ pool: new pg.Pool({ connectionString: adminUrlOf("bench"), max: 2 }) }),
});
const db = openDb({ url, max: 2 });
const boss = await startSender(db);
try {
  await measure();
} finally {
  await boss.stop({ graceful: false });
  await db.destroy();
  await admin.destroy();
  await postgres.stop();
  await rm(root, { recursive: true, force: true });
}

async function measure(): Promise<void> {
  const results: Record<string, Measured[]> = {};
  const keep = (name: string, measured: Measured) => {
    results[name] = [...(results[name] ?? []), measured];
    console.error(`${name}: ${measured.pages} pages in ${measured.seconds.toFixed(2)} s`);
  };
  const site = await serve(manual);
  try {
    for (let nth = 1; nth <= rounds; nth++) {
      const ours = await crawlWithWorker(site, 2);
      for (const [at, one] of ours.entries()) keep(at === 0 ? "ours, first" : "ours, again", one);
      keep("crawlee", await crawlWithCrawlee(site, 0));
      keep(`crawlee, ${ourConcurrency} at least`, await crawlWithCrawlee(site, ourConcurrency));
      keep("wget -r", await crawlWithWget(site));
    }
  } finally {
    site.nginx.kill();
  }
  if (copies > 1) {
    const large = await serve(await copyManual());
    try {
      const ours = await crawlWithWorker(large, 2);
      for (const [at, one] of ours.entries())
        keep(`ours, ${copies} manuals, ${at === 0 ? "first" : "again"}`, one);
    } finally {
      large.nginx.kill();
    }
  }
  print(results);
}

async function serve(folder: string): Promise<Site> {
  const port = await freePort();
  const scratch = join(root, `nginx-${port}`);
  await mkdir(scratch);
  const config = join(scratch, "nginx.conf");
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${scratch}/${name};`,
  );
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${scratch}/pid; error_log ${scratch}/log; ${process.getuid?.() === 0 ? "user root;" : ""}
    events { worker_connections 512; }
    http { types { text/html html; text/css css; image/svg+xml svg; } ${paths.join(" ")}
      access_log off; sendfile on; keepalive_requests 1000000;
      server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const nginx = spawn(join(debian, "usr/sbin/nginx"), ["-e", join(scratch, "log"), "-c", config], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const home = `http://127.0.0.1:${port}/index.html`;
  while (!(await fetch(home).catch(() => undefined))) {
    if (nginx.exitCode !== null)
      throw new Error(`nginx doesn't start: ${await readFile(join(scratch, "log"), "utf8")}`);
    await wait(50);
  }
  return { url: home, nginx };
}

/** So many manuals, each with words of its own: none is another's twin. */
async function copyManual(): Promise<string> {
  const folder = join(root, "site");
  const names = (await readdir(manual)).filter((name) => name.endsWith(".html"));
  for (let copy = 1; copy <= copies; copy++) {
    await mkdir(join(folder, String(copy)), { recursive: true, mode: 0o755 });
    for (const name of names) {
      const html = await readFile(join(manual, name), "utf8");
      const own = html.replace("</body>", `<p>Copy ${copy}.</p></body>`);
      await writeFile(join(folder, String(copy), name), own);
    }
  }
  const links = Array.from(
    { length: copies },
    (_, at) => `<p><a href="${at + 1}/index.html">Copy ${at + 1}</a></p>`,
  );
  await writeFile(join(folder, "index.html"), `<title>Copies</title><h1>Copies</h1>${links.join("")}`);
  return folder;
}

async function createDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  await createOwner(client);
  await client.query("create database bench owner tributary");
  await client.end();
  const ours = urlOf(postgres.adminUrl, "bench");
  await prepareDatabase(ours);
  return ours;
}

async function postmasterPid(): Promise<number> {
  const file = await readFile(join(root, "postgres", "data", "postmaster.pid"), "utf8");
  return Number(file.split("\n")[0]);
}

function adminUrlOf(database: string): string {
  const address = new URL(postgres.adminUrl);
  address.pathname = `/${database}`;
  return address.href;
}

/** Runs a new connector a few times in a new worker. Seconds are the run's own, from being taken to its end. */
async function crawlWithWorker(site: Site, times: number): Promise<Measured[]> {
  const owner = await addConnector(site);
  const worker = startWorker(site);
  try {
    await untilBeat(worker);
    const measured: Measured[] = [];
    for (let nth = 0; nth < times; nth++) measured.push(await runOnce(owner, worker));
    return measured;
  } finally {
    worker.kill("SIGTERM");
    await once(worker, "exit");
  }
}

/** Starting costs a worker once, a crawl nothing. */
async function untilBeat(worker: ChildProcess): Promise<void> {
  const query = admin
    .selectFrom("workers")
    .select("pid")
    .where("pid", "=", worker.pid ?? 0);
  while (!(await query.executeTakeFirst())) {
    if (worker.exitCode !== null) throw new Error("The worker doesn't start.");
    await wait(50);
  }
}

type Owner = { workspaceId: string; connectorId: string };

async function addConnector(site: Site): Promise<Owner> {
  const workspaceId = randomUUID();
  const connectorId = "manual";
  const slots = JSON.stringify({ url: site.url, extraction_type: "all", email: "bench@example.com" });
  const key = { workspace_id: workspaceId };
  await admin.insertInto("workspaces").values({ id: workspaceId, name: "Bench" }).execute();
  await admin
    .insertInto("connectors")
    .values({ ...key, id: connectorId, name: "Manual", type: "web_scraper", slots })
    .execute();
  await admin
    .insertInto("schedules")
    .values({ ...key, connector_id: connectorId, type: "imed", timezone: "Etc/UTC", state: "active" })
    .execute();
  return { workspaceId, connectorId };
}

function startWorker(site: Site): ChildProcess {
  const profile = process.env.BENCH_PROFILE
    ? ["--cpu-prof", `--cpu-prof-dir=${process.env.BENCH_PROFILE}`]
    : [];
  return spawn(process.execPath, [...profile, ...programArguments("worker")], {
    cwd: join(import.meta.dirname, ".."),
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATABASE_URL: url,
      DATA_DIR: join(root, "data"),
      ALLOW_PRIVATE_HOSTS: new URL(site.url).host,
      LOG_LEVEL: "warn",
    },
  });
}

async function runOnce(owner: Owner, worker: ChildProcess): Promise<Measured> {
  const before = await documentVersions(owner);
  const cpuBefore = cpuOf(worker);
  const run = await withScope(db, owner, (trx) =>
    queueRun(trx as Db, boss, { ...owner, trigger: "manual", createdBy: null }),
  );
  if (!run) throw new Error("A run is active already.");
  for (;;) {
    const { rows } = await sql<{ state: string; seconds: number | null; pages: number }>`
      select state, extract(epoch from finished_at - started_at)::float as seconds,
        (added + updated + unchanged)::int as pages
      from runs where id = ${run.id}`.execute(admin);
    const { state = "", seconds, pages = 0 } = rows[0] ?? {};
    if (typeof seconds === "number") {
      const cpuS = cpuOf(worker) - cpuBefore;
      const after = await documentVersions(owner);
      const writes = [...after].filter(([id, version]) => before.get(id) !== version).length;
      const peakMb = usageOf(worker.pid ?? 0)?.peakMb ?? Number.NaN;
      return { pages, seconds, cpuS, writes, state, peakMb };
    }
    if (worker.exitCode !== null) throw new Error("The worker ended.");
    await wait(100);
  }
}

function cpuOf(worker: ChildProcess): number {
  return (usageOf(worker.pid ?? 0)?.cpuS ?? 0) + childrenCpuS(postgresPid);
}

/** The row version of each document: what a write changes, whatever it writes. */
async function documentVersions({ workspaceId }: Owner): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; version: string }>`
    select id, xmin::text as version from documents where workspace_id = ${workspaceId}`.execute(admin);
  return new Map(rows.map(({ id, version }) => [id, version]));
}

async function crawlWithCrawlee(site: Site, minConcurrency: number): Promise<Measured> {
  const program = join(crawleeFolder, "crawl-crawlee.mjs");
  await copyFile(join(import.meta.dirname, "crawl-crawlee.mjs"), program);
  const storage = await mkdtemp(join(root, "crawlee-"));
  const args = [program, site.url, String(minConcurrency)];
  const ended = await run(process.execPath, args, { CRAWLEE_STORAGE_DIR: storage }, crawleeFolder);
  return { ...JSON.parse(ended.lines.at(-1) ?? "{}"), ...ended.usage };
}

async function crawlWithWget(site: Site): Promise<Measured> {
  const folder = await mkdtemp(join(root, "wget-"));
  const wget = join(debian, "usr/bin/wget");
  const started = performance.now();
  const ended = await run(wget, ["-q", "-r", "-l", "inf", "-np", "-P", folder, site.url], {});
  const seconds = (performance.now() - started) / 1000;
  const files = await readdir(folder, { recursive: true });
  return { pages: files.filter((name) => name.endsWith(".html")).length, seconds, ...ended.usage };
}

/** Runs a program to its end: what it printed, and what it took. */
async function run(program: string, args: string[], env: Record<string, string>, cwd?: string) {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const watch = watchUsage(child.pid ?? 0);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  await once(child, "close");
  const lines = Buffer.concat(chunks)
    .toString()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  return { lines, usage: watch.end() };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function print(results: Record<string, Measured[]>): void {
  const figures = Object.entries(results).map(([name, all]) => {
    const middle = (key: "seconds" | "cpuS") => round(median(all.map((one) => one[key])));
    const { pages = 0, writes } = all.at(-1) ?? {};
    return {
      name,
      pages,
      seconds: middle("seconds"),
      pagesPerS: Math.round(pages / middle("seconds")),
      cpuS: middle("cpuS"),
      peakMb: Math.max(...all.map((one) => one.peakMb)),
      documentWrites: writes,
      rounds: all.map((one) => round(one.seconds)),
    };
  });
  report(
    ["", "pages", "seconds", "pages/s", "CPU s", "peak MB", "document writes", "seconds of each round"],
    figures.map((one) => [
      one.name,
      one.pages,
      one.seconds.toFixed(2),
      one.pagesPerS,
      one.cpuS.toFixed(2),
      one.peakMb,
      one.documentWrites,
      one.rounds.join(" "),
    ]),
    { bench: "crawl", results: figures },
  );
}
