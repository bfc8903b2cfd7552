import { type ChildProcess, execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openDb } from "#db/client.ts";
import { type EmbeddedServer, startEmbedded } from "#db/embedded/server.ts";
import { withScope } from "#db/scope.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { leaseS } from "#lib/runs/lease.ts";
import { planOccurrence } from "#lib/schedules/plan.ts";
import { type Answer, openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { disagreements } from "./disagreements.ts";
import { killAll, startWebProcess, startWorkerProcess } from "./processes.ts";
import { isLong, pick, randomOf, rounds, seed } from "./rounds.ts";
import { Writer } from "./writers.ts";

const folder = mkdtempSync(join(tmpdir(), "tributary-crash-"));
const clusterDir = join(folder, "postgres");
let workspaceId: string;
let token: string;
const connectors = ["a", "b", "c"];
const random = randomOf(seed);

let server: EmbeddedServer;
let url: string;
let adminUrl: string;
let site: Site;
const workers: (ChildProcess | undefined)[] = [undefined, undefined];
let web: ChildProcess | undefined;
let webOrigin = "http://127.0.0.1:9";
let isOver = false;

beforeAll(async () => {
  chmodSync(folder, 0o755);
  server = await startEmbedded({ clusterDir });
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  await createOwner(admin);
  await admin.query("create database crash owner tributary");
  await admin.end();
  url = urlOf(server.adminUrl, "crash");
  adminUrl = Object.assign(new URL(server.adminUrl), { pathname: "/crash" }).href;
  await prepareDatabase(url);
  site = await openSite();
  for (const name of connectors) grow(name, 60);
  await seedConnectors();
  for (const at of workers.keys()) startWorker(at);
  void startWeb();
}, 120_000);

afterAll(async () => {
  isOver = true;
  await killAll([...workers, web].filter((one) => one !== undefined));
  await site[Symbol.asyncDispose]();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Pages of a connector's folder, linked from its start page. */
const pagesOf = new Map<string, Map<string, string>>();
let made = 0;

/** A run takes long enough to be in the middle of it when somebody is killed. */
const slowly = (html: string): Answer => ({
  raw: (_request, response) => {
    setTimeout(() => response.writeHead(200, { "content-type": "text/html" }).end(html), 100);
  },
});

/** Another one each time, from its first letters on. */
const newText = () => `${(++made).toString(36)} is what it says`;

function grow(name: string, count: number): void {
  const pages = pagesOf.get(name) ?? new Map<string, string>();
  pagesOf.set(name, pages);
  for (let at = 0; at < count; at++) pages.set(`/${name}/p${++made}`, newText());
  for (const path of pages.keys()) site.pages.set(path, () => slowly(page(pages.get(path) ?? "")));
  site.pages.set(`/${name}/`, () => slowly(page(`Start of ${name}`, ...pages.keys())));
}

/** Some pages say something new, some go, and as many come. */
function edit(name: string): void {
  const pages = pagesOf.get(name) ?? new Map<string, string>();
  for (let at = 0; at < 5; at++) pages.set(pick(random, [...pages.keys()]), newText());
  for (let at = 0; at < 3; at++) {
    const path = pick(random, [...pages.keys()]);
    pages.delete(path);
    site.pages.delete(path);
  }
  grow(name, 3);
}

async function seedConnectors(): Promise<void> {
  const db = openDb({ url, max: 1 });
  const workspace = await createWorkspace({ db });
  workspaceId = workspace.workspaceId;
  token = workspace.admin.token;
  await asAdmin(async (admin) => {
    const collection = randomUUID();
    await admin.query("insert into collections (workspace_id, id, name) values ($1, $2, 'All')", [
      workspaceId,
      collection,
    ]);
    for (const name of connectors) {
      const slots = {
        url: `${site.origin}/${name}/`,
        extraction_type: "all",
        email: "ada@example.com",
        use_sitemap: false,
      };
      await admin.query(
        "insert into connectors (workspace_id, id, name, type, slots) values ($1, $2, $2, 'web_scraper', $3)",
        [workspaceId, name, JSON.stringify(slots)],
      );
      await admin.query(
        `insert into schedules (workspace_id, connector_id, type, value, timezone, state, next_run_at)
         values ($1, $2, 'cron', '0 0 1 1 *', 'Etc/UTC', 'active', '2100-01-01T00:00:00Z')`,
        [workspaceId, name],
      );
      await admin.query(
        "insert into connector_collections (workspace_id, connector_id, collection_id) values ($1, $2, $3)",
        [workspaceId, name, collection],
      );
      await admin.query(
        "insert into audit_log (workspace_id, id, actor_type, action, target_type, target_id) values ($1, gen_random_uuid(), 'system', 'connector.create', 'connector', $2)",
        [workspaceId, name],
      );
    }
  });
  const at = new Date("2100-01-01T00:00:00Z");
  for (const connectorId of connectors) {
    await withScope(db, { workspaceId }, (trx) => planOccurrence(trx, { workspaceId, connectorId, at }));
  }
  await db.destroy();
}

/** The database may be down for a moment: whoever asks asks again until it is there. */
async function asAdmin<T>(work: (admin: pg.Client) => Promise<T>): Promise<T> {
  return vi.waitFor(
    async () => {
      const admin = new pg.Client({ connectionString: adminUrl });
      admin.on("error", () => {});
      await admin.connect();
      try {
        return await work(admin);
      } finally {
        await admin.end().catch(() => {});
      }
    },
    { timeout: 60_000, interval: 100 },
  );
}

function startWorker(at: number): void {
  const worker = startWorkerProcess({ url, dataDir: folder, host: site.host });
  workers[at] = worker;
  // Whatever ends it, another takes its place, as the supervisor sees to.
  worker.once("exit", () => {
    if (workers[at] === worker && !isOver) startWorker(at);
  });
}

/** The same of the web server: whoever writes finds the next one at another port. */
async function startWeb(): Promise<void> {
  while (!isOver) {
    const started = await startWebProcess({ url, dataDir: folder }).catch(() => undefined);
    if (!started) continue;
    web = started.process;
    webOrigin = started.origin;
    if (web.exitCode === null && web.signalCode === null) await once(web, "exit");
  }
}

async function killWorker(at: number): Promise<void> {
  const worker = workers[at];
  if (!worker) return;
  worker.kill("SIGKILL");
  await once(worker, "exit");
}

const anyWorker = () => Math.floor(random() * workers.length);
const killWeb = () => void web?.kill("SIGKILL");

/** The whole of PostgreSQL at once: its keeper starts it again. */
function killDatabase(): void {
  const [pid = ""] = readFileSync(join(clusterDir, "data", "postmaster.pid"), "utf8").split("\n");
  execFileSync("kill", ["-9", pid]);
}

/** Stops for longer than a lease lasts: another worker takes its runs, and then it wakes up and goes on. */
async function freezeWorker(): Promise<void> {
  const worker = workers[anyWorker()];
  worker?.kill("SIGSTOP");
  await wait(leaseS * 1000 + 5000);
  worker?.kill("SIGCONT");
}

const disasters: Record<string, () => Promise<void> | void> = {
  "a worker": () => killWorker(anyWorker()),
  "every worker": async () => {
    await Promise.all([...workers.keys()].map(killWorker));
  },
  "the web server": killWeb,
  "the web server and a worker": async () => {
    killWeb();
    await killWorker(anyWorker());
  },
  "the database": killDatabase,
  "the database and a worker": async () => {
    killDatabase();
    await killWorker(anyWorker());
  },
  "a worker that is told to end, twice": () => {
    const worker = workers[anyWorker()];
    worker?.kill("SIGTERM");
    worker?.kill("SIGTERM");
  },
  "a worker that freezes and wakes up": freezeWorker,
};

/** Makes every schedule due, at an instant of its own that is past; what follows is the dispatcher's. */
async function makeDue(at: Date): Promise<void> {
  await asAdmin((admin) =>
    admin.query(`
      begin;
      update schedules set next_run_at = '${at.toISOString()}' where connector_id in ('a', 'b', 'c');
      update pgboss.job set start_after = '${at.toISOString()}'
      where name = 'occurrence' and data->>'connector_id' in ('a', 'b', 'c');
      commit`),
  );
}

/** Until so many of the runs planned for an instant are as told. */
async function untilSome(at: Date, condition: string, count: number): Promise<void> {
  await vi.waitFor(
    async () => {
      const query = `select id from runs where scheduled_for = $1 and ${condition}`;
      const { rows } = await asAdmin((admin) => admin.query(query, [at]));
      if (rows.length < count) throw new Error(`${rows.length} of ${count}: ${condition}.`);
    },
    { timeout: 90_000, interval: 50 },
  );
}

/** How many seconds it takes until each run is in somebody's hands again, or done. */
async function untilResumed(at: Date): Promise<number[]> {
  const attempts = `select id, attempt, finished_at, coalesce(lease_expires_at > now(), false) as held
    from runs where scheduled_for = $1`;
  const read = async () => (await asAdmin((admin) => admin.query(attempts, [at]))).rows;
  const since = performance.now();
  const before = new Map((await read()).map(({ id, attempt }) => [id, attempt]));
  const took = new Map<string, number>();
  await vi.waitFor(
    async () => {
      for (const { id, attempt, finished_at } of await read()) {
        const isThere = finished_at !== null || attempt > (before.get(id) ?? 0);
        if (isThere && !took.has(id)) took.set(id, (performance.now() - since) / 1000);
      }
      if (took.size < connectors.length) throw new Error(`${took.size} of ${connectors.length} go on.`);
    },
    { timeout: 90_000, interval: 50 },
  );
  return [...took.values()];
}

async function expectWhole(at: Date): Promise<void> {
  const { runs, faults, documents, twice } = await asAdmin(async (admin) => ({
    runs: (
      await admin.query(
        "select connector_id, state, failed from runs where scheduled_for = $1 and connector_id in ('a', 'b', 'c') order by 1",
        [at],
      )
    ).rows,
    faults: await disagreements(admin),
    documents: (await admin.query("select connector_id, key, title from documents where removed_at is null"))
      .rows,
    twice: (
      await admin.query(
        "select connector_id, scheduled_for from runs where scheduled_for is not null group by 1, 2 having count(*) > 1",
      )
    ).rows,
  }));
  expect(runs).toEqual(connectors.map((name) => ({ connector_id: name, state: "succeeded", failed: 0 })));
  expect(faults).toEqual([]);
  expect(twice).toEqual([]);
  for (const name of connectors) {
    const stored = documents.filter(({ connector_id }) => connector_id === name);
    const titles = stored.map(({ key, title }) => [new URL(key).pathname, title]);
    const expected = [...(pagesOf.get(name) ?? []), [`/${name}/`, `Start of ${name}`]];
    expect(titles.toSorted()).toEqual(expected.toSorted());
  }
}

/** What was answered is what is there, and was done once. */
async function expectWritten(writers: Writer[]): Promise<void> {
  const [written, creations] = await asAdmin(async (admin) => [
    (
      await admin.query(`
        select c.id, c.name, s.value, s.state from connectors c
        join schedules s on s.workspace_id = c.workspace_id and s.connector_id = c.id
        where c.id like 'w-%' order by 1`)
    ).rows,
    (
      await admin.query(`
        select target_id, count(*)::int as times from audit_log
        where action = 'connector.create' group by 1 having count(*) > 1`)
    ).rows,
  ]);
  const expected = writers.flatMap(({ expected }) => [...expected].map(([id, rest]) => ({ id, ...rest })));
  expect(written).toEqual(expected.toSorted((a, b) => (a.id < b.id ? -1 : 1)));
  expect(creations).toEqual([]);
}

const percentile = (sorted: number[], part: number) =>
  (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);

it(`loses and doubles nothing, whoever is killed (seed ${seed})`, {
  timeout: isLong ? 8 * 3_600_000 : 240_000,
}, async () => {
  const start = Date.now() - 24 * 3_600_000;
  const resumed: number[] = [];
  const killed: Record<string, number> = {};
  const beginWriting = () =>
    Array.from({ length: 3 }, () => new Writer({ origin: () => webOrigin, workspaceId, token, random }));
  let writers = beginWriting();
  let [writes, repeats] = [0, 0];
  for (let round = 0; round < rounds(2, Number(process.env.TORTURE_ROUNDS ?? 1000)); round++) {
    for (const name of connectors) edit(name);
    const at = new Date(start + round * 60_000);
    await makeDue(at);
    await untilSome(at, "state = 'running' and discovered > 0", 1);
    await wait(random() * 600);
    const victim =
      ["the web server and a worker", "the database"][round] ?? pick(random, Object.keys(disasters));
    killed[victim] = (killed[victim] ?? 0) + 1;
    await disasters[victim]?.();
    resumed.push(...(await untilResumed(at)));
    await untilSome(at, "finished_at is not null", connectors.length);
    await expectWhole(at);
    if (isLong && round % 20 !== 19) continue;
    await Promise.all(writers.map((writer) => writer.stop()));
    await expectWritten(writers);
    writes += writers.reduce((sum, writer) => sum + writer.writes, 0);
    repeats += writers.reduce((sum, writer) => sum + writer.repeats, 0);
    const kept = writers;
    writers = beginWriting();
    for (const [index, writer] of writers.entries()) {
      for (const [id, expected] of kept[index]?.expected ?? []) writer.expected.set(id, expected);
    }
    if (isLong) console.log(told(round + 1));
  }
  await Promise.all(writers.map((writer) => writer.stop()));
  await expectWritten(writers);
  console.log(told(Object.values(killed).reduce((sum, count) => sum + count, 0)));

  function told(done: number): string {
    const sorted = resumed.toSorted((a, b) => a - b);
    return `${done} rounds, killed ${JSON.stringify(killed)}: ${sorted.length} runs went on after ${percentile(sorted, 0.5)} s (median), ${percentile(sorted, 0.99)} s (99 of 100), ${percentile(sorted, 1)} s at most; ${writes} writes, ${repeats} requests repeated`;
  }
});
