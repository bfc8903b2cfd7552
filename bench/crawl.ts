/**
 * `node bench/crawl.ts [copies]`: crawls Debian's PostgreSQL manual from an nginx on the loopback: our web source through
 * the run engine into an embedded PostgreSQL with its production settings, twice; then Crawlee's CheerioCrawler and
 * `wget -r`. With `copies` the site holds so many manuals, each with words of its own. Prints a table and a line of JSON.
 *
 * Needs `apt-get install -y nginx-light wget postgresql-doc-15`, and Crawlee outside the project:
 * `mkdir -p /tmp/crawlee-bench && cd /tmp/crawlee-bench && npm init -y && npm install crawlee@3.18.1` (CRAWLEE_DIR).
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const manual = "/usr/share/doc/postgresql-doc-15/html";
const crawleeFolder = process.env.CRAWLEE_DIR ?? "/tmp/crawlee-bench";
const copies = Number(process.argv[2] ?? 1);

type Measured = { pages: number; seconds: number; peakMb: number; writes?: number };

const missing = [
  manual,
  join(crawleeFolder, "node_modules/crawlee"),
  "/usr/sbin/nginx",
  "/usr/bin/wget",
].filter((path) => !existsSync(path));
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}. The head of bench/crawl.ts says how to get it.`);
  process.exit(1);
}

const root = await mkdtemp(join(tmpdir(), "tributary-crawl-bench-"));
chmodSync(root, 0o755);
const site = await serveManual();
try {
  const ours = await measureOurs();
  const crawlee = await measureCrawlee();
  const wget = await measureWget();
  print({ first: ours.first, second: ours.second, crawlee, wget });
} finally {
  site.nginx.kill();
  await rm(root, { recursive: true, force: true });
}

async function serveManual(): Promise<{ url: string; nginx: ChildProcess }> {
  const folder = copies > 1 ? await copyManual() : manual;
  const port = await freePort();
  const config = join(root, "nginx.conf");
  await writeFile(
    config,
    `daemon off; worker_processes 1; pid ${root}/nginx.pid; error_log ${root}/nginx.log;
    events { worker_connections 512; }
    http { include /etc/nginx/mime.types; access_log off; sendfile on; keepalive_requests 1000000;
      server { listen 127.0.0.1:${port}; root ${folder}; } }`,
  );
  const nginx = spawn("/usr/sbin/nginx", ["-e", join(root, "nginx.log"), "-c", config], { stdio: "inherit" });
  const url = `http://127.0.0.1:${port}/index.html`;
  while (!(await fetch(url).catch(() => undefined))) await wait(50);
  return { url, nginx };
}

async function copyManual(): Promise<string> {
  const folder = join(root, "site");
  const names = await readdir(manual);
  for (let copy = 1; copy <= copies; copy++) {
    await mkdir(join(folder, String(copy)), { recursive: true, mode: 0o755 });
    for (const name of names.filter((one) => one.endsWith(".html"))) {
      const html = await readFile(join(manual, name), "utf8");
      await writeFile(
        join(folder, String(copy), name),
        html.replace("</body>", `<p>Copy ${copy}.</p></body>`),
      );
    }
  }
  const links = Array.from(
    { length: copies },
    (_, i) => `<p><a href="${i + 1}/index.html">Copy ${i + 1}</a></p>`,
  );
  await writeFile(join(folder, "index.html"), `<title>Copies</title><h1>Copies</h1>${links.join("")}`);
  return folder;
}

async function measureOurs(): Promise<{ first: Measured; second: Measured }> {
  const server = await startEmbedded({ clusterDir: join(root, "postgres") });
  try {
    const { url, workspaceId } = await prepare(server.adminUrl);
    const program = fileURLToPath(new URL("./crawl-ours.ts", import.meta.url));
    const args = [program, url, site.url, join(root, "blobs"), workspaceId];
    const { lines, peakMb } = await run(process.execPath, args, { LOG_LEVEL: "warn" });
    const [first, second] = lines.map((line) => ({ ...JSON.parse(line), peakMb }));
    return { first, second };
  } finally {
    await server.stop();
  }
}

async function prepare(adminUrl: string): Promise<{ url: string; workspaceId: string }> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await createOwner(admin);
  await admin.query("create database bench owner tributary");
  await admin.end();
  const url = urlOf(adminUrl, "bench");
  await prepareDatabase(url);
  const workspaceId = randomUUID();
  const slots = JSON.stringify({ url: site.url, extraction_type: "all", email: "bench@example.com" });
  const ownUrl = new URL(adminUrl);
  ownUrl.pathname = "/bench";
  const seed = new pg.Client({ connectionString: ownUrl.href });
  await seed.connect();
  await seed.query("insert into workspaces (id, name) values ($1, 'Bench')", [workspaceId]);
  await seed.query(
    "insert into connectors (workspace_id, id, name, type, slots) values ($1, 'manual', 'Manual', 'web_scraper', $2)",
    [workspaceId, slots],
  );
  await seed.query(
    "insert into schedules (workspace_id, connector_id, type, timezone, state) values ($1, 'manual', 'imed', 'Etc/UTC', 'active')",
    [workspaceId],
  );
  await seed.end();
  return { url, workspaceId };
}

async function measureCrawlee(): Promise<Measured> {
  const program = join(crawleeFolder, "crawl-crawlee.mjs");
  await copyFile(fileURLToPath(new URL("./crawl-crawlee.mjs", import.meta.url)), program);
  const { lines, peakMb } = await run(
    process.execPath,
    [program, site.url],
    { CRAWLEE_STORAGE_DIR: join(root, "crawlee") },
    crawleeFolder,
  );
  return { ...JSON.parse(lines.at(-1) ?? "{}"), peakMb };
}

async function measureWget(): Promise<Measured> {
  const folder = join(root, "wget");
  await mkdir(folder);
  const started = performance.now();
  const { peakMb } = await run("/usr/bin/wget", ["-q", "-r", "-l", "inf", "-np", "-P", folder, site.url], {});
  const seconds = (performance.now() - started) / 1000;
  const files = await readdir(folder, { recursive: true });
  return { pages: files.filter((name) => name.endsWith(".html")).length, seconds, peakMb };
}

/** Runs a program to its end: what it printed, and the most memory that was resident. */
async function run(program: string, args: string[], env: Record<string, string>, cwd?: string) {
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    cwd,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let peakKb = 0;
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
      peakKb = Math.max(peakKb, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0));
    } catch {
      // It has just ended.
    }
  }, 20);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  await once(child, "close");
  clearInterval(watch);
  const lines = Buffer.concat(chunks)
    .toString()
    .split("\n")
    .filter((line) => line.startsWith("{"));
  return { lines, peakMb: Math.round(peakKb / 1024) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

function print(results: Record<string, Measured>): void {
  const head = ["", "pages", "seconds", "pages/s", "peak MB", "document writes"];
  const rows = Object.entries(results).map(([name, { pages, seconds, peakMb, writes }]) => {
    return [name, pages, seconds.toFixed(2), Math.round(pages / seconds), peakMb, writes ?? ""].map(String);
  });
  const widths = head.map((title, i) =>
    Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0), title.length),
  );
  for (const row of [head, ...rows])
    console.log(row.map((cell, i) => cell.padStart(widths[i] ?? 0)).join("  "));
  console.log(JSON.stringify({ copies, ...results }));
}
