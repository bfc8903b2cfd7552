import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, it, vi } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";

const root = join(import.meta.dirname, "..", "..");
const pages = 240;

let stage: RunStage;
let site: Server;
let origin: string;
const dataDir = mkdtempSync(join(tmpdir(), "tributary-worker-"));
const workers = new Set<ChildProcess>();

beforeAll(async () => {
  stage = await openRunStage();
  // A slow site: eight at a time, it takes some seconds. One of its pages kills whoever reads it.
  site = createServer(async (request, response) => {
    const { url = "/" } = request;
    if (url === "/poison") {
      for (const worker of workers) worker.kill("SIGKILL");
      return;
    }
    const page = /^\/p(\d+)$/.exec(url)?.[1];
    if (url !== "/" && url !== "/list" && page === undefined) {
      response.writeHead(404).end();
      return;
    }
    if (page !== undefined) await wait(80);
    const linked = url === "/list" ? ["p1", "poison"] : Array.from({ length: pages }, (_, at) => `p${at}`);
    const links = linked.map((name) => `<a href="/${name}">page ${name}</a>`).join(" ");
    const body = page === undefined ? links : `<p>This is what page ${page} says to whoever reads it.</p>`;
    response.writeHead(200, { "content-type": "text/html" });
    response.end(`<title>Page ${page ?? "one"}</title><main><h1>Page ${page ?? "one"}</h1>${body}</main>`);
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
});

afterEach(() => {
  for (const worker of workers) worker.kill("SIGKILL");
  workers.clear();
});

afterAll(async () => {
  site.closeAllConnections();
  site.close();
  await stage[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

function startWorker(): ChildProcess {
  const worker = spawn(process.execPath, [join(root, "scripts", "worker.ts")], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    env: {
      ...process.env,
      DATABASE_URL: stage.database.url,
      DATA_DIR: dataDir,
      ALLOW_PRIVATE_HOSTS: new URL(origin).host,
      LOG_LEVEL: "silent",
    },
  });
  workers.add(worker);
  worker.once("exit", () => workers.delete(worker));
  return worker;
}

async function queueCrawl(start = "/"): Promise<string> {
  const connector = await stage.addConnector();
  await stage.admin
    .updateTable("connectors")
    .set({
      type: "web_scraper",
      slots: JSON.stringify({ url: origin + start, extraction_type: "all", email: "ada@example.com" }),
    })
    .where("id", "=", connector.connectorId)
    .execute();
  return stage.queue(connector);
}

async function until(runId: string, isThere: (run: Awaited<ReturnType<RunStage["runRow"]>>) => boolean) {
  const options = { timeout: 60_000, interval: 50 };
  return vi.waitFor(async () => {
    const run = await stage.runRow(runId);
    if (!isThere(run)) throw new Error(`${run.state}, ${run.discovered} items, attempt ${run.attempt}`);
    return run;
  }, options);
}

async function documentsOf(runId: string): Promise<{ documents: number; keys: number }> {
  const { connector_id } = await stage.runRow(runId);
  const rows = await stage.admin
    .selectFrom("documents")
    .select("key")
    .where("connector_id", "=", connector_id)
    .where("removed_at", "is", null)
    .execute();
  return { documents: rows.length, keys: new Set(rows.map(({ key }) => key)).size };
}

it("goes on within 15 seconds after kill -9, and loses and doubles nothing", {
  timeout: 120_000,
}, async () => {
  const runId = await queueCrawl();
  const first = startWorker();
  await until(runId, (run) => run.state === "running" && (run.discovered ?? 0) > 10);
  first.kill("SIGKILL");
  await once(first, "exit");
  const killedAt = performance.now();
  const halfway = await stage.runRow(runId);
  expect(halfway.discovered).toBeLessThan(pages);
  startWorker();
  await until(runId, (run) => run.attempt === 2);
  const seconds = (performance.now() - killedAt) / 1000;
  console.log(`resumed ${seconds.toFixed(1)} s after kill -9`);
  expect(seconds).toBeLessThan(15);
  const run = await until(runId, (one) => one.finished_at !== null);
  expect(run).toMatchObject({ state: "succeeded", deaths: 0, added: pages + 1, failed: 0 });
  expect(await documentsOf(runId)).toEqual({ documents: pages + 1, keys: pages + 1 });
});

it("frozen and thawed, it finds its run in other hands and writes nothing", {
  timeout: 120_000,
}, async () => {
  const runId = await queueCrawl();
  const first = startWorker();
  await until(runId, (run) => run.state === "running" && (run.discovered ?? 0) > 10);
  first.kill("SIGSTOP");
  startWorker();
  const run = await until(runId, (one) => one.finished_at !== null);
  first.kill("SIGCONT");
  first.kill("SIGTERM");
  const [code] = await once(first, "exit");
  expect(code).toBe(0);
  expect(run).toMatchObject({ state: "succeeded", added: pages + 1, failed: 0 });
  expect(await stage.runRow(runId)).toEqual(run);
  expect(await documentsOf(runId)).toEqual({ documents: pages + 1, keys: pages + 1 });
});

it("gives its runs back on SIGTERM, and another worker finishes them", { timeout: 120_000 }, async () => {
  const runId = await queueCrawl();
  const first = startWorker();
  await until(runId, (run) => (run.discovered ?? 0) > 10);
  const askedAt = performance.now();
  first.kill("SIGTERM");
  const [code] = await once(first, "exit");
  expect(code).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(10_000);
  const between = await stage.runRow(runId);
  expect(between).toMatchObject({ state: "queued", deaths: 0, lease_token: null });
  expect(between.checkpoint).not.toBeNull();
  const listed = stage.admin
    .selectFrom("workers")
    .select("id")
    .where("pid", "=", first.pid ?? 0);
  expect(await listed.execute()).toEqual([]);
  startWorker();
  const run = await until(runId, (one) => one.finished_at !== null);
  expect(run).toMatchObject({ state: "succeeded", attempt: 2, added: pages + 1 });
  expect(await documentsOf(runId)).toEqual({ documents: pages + 1, keys: pages + 1 });
});

it("steps around a page that kills it each time, and reads the others", { timeout: 120_000 }, async () => {
  const runId = await queueCrawl("/list");
  const startsAtMost = 5;
  let starts = 0;
  for (; starts < startsAtMost && (await stage.runRow(runId)).finished_at === null; starts++) {
    const worker = startWorker();
    const died = once(worker, "exit");
    await Promise.race([died, until(runId, (run) => run.finished_at !== null)]);
    // The lease of who died would last ten seconds.
    if (worker.exitCode !== null || worker.signalCode !== null) await stage.expireLease(runId);
  }
  const run = await stage.runRow(runId);
  expect(run).toMatchObject({ state: "partial", failed: 1, added: 2 });
  expect(await stage.items(runId)).toMatchObject({
    [`${origin}/poison`]: "failed",
    [`${origin}/p1`]: "added",
  });
});
