import { type ChildProcess, execFileSync, spawn } from "node:child_process";
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
import { planOccurrence } from "#lib/schedules/plan.ts";
import { type Answer, openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { disagreements } from "./disagreements.ts";
import { isLong, pick, randomOf, rounds, seed } from "./rounds.ts";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "tributary-crash-"));
const clusterDir = join(folder, "postgres");
const workspaceId = randomUUID();
const connectors = ["a", "b", "c"];
const random = randomOf(seed);

let server: EmbeddedServer;
let url: string;
let adminUrl: string;
let site: Site;
const workers: (ChildProcess | undefined)[] = [undefined, undefined];

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
}, 120_000);

afterAll(async () => {
  for (const worker of workers) worker?.kill("SIGKILL");
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

function edit(name: string): void {
  const pages = pagesOf.get(name) ?? new Map<string, string>();
  for (let at = 0; at < 5; at++) pages.set(pick(random, [...pages.keys()]), newText());
  grow(name, 3);
}

async function seedConnectors(): Promise<void> {
  await asAdmin(async (admin) => {
    await admin.query("insert into workspaces (id, name) values ($1, 'Crash')", [workspaceId]);
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
  const db = openDb({ url, max: 1 });
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
  const { host } = site;
  const settings = { DATABASE_URL: url, DATA_DIR: folder, ALLOW_PRIVATE_HOSTS: host, LOG_LEVEL: "silent" };
  const worker = spawn(process.execPath, [join(root, "scripts", "worker.ts")], {
    cwd: root,
    stdio: "ignore",
    env: { ...process.env, ...settings },
  });
  workers[at] = worker;
  // Whatever ends it, another takes its place, as the supervisor sees to.
  worker.once("exit", () => {
    if (workers[at] === worker) startWorker(at);
  });
}

async function killWorker(at: number): Promise<void> {
  const worker = workers[at];
  if (!worker) return;
  worker.kill("SIGKILL");
  await once(worker, "exit");
}

/** The whole of PostgreSQL at once: its keeper starts it again. */
function killDatabase(): void {
  const [pid = ""] = readFileSync(join(clusterDir, "data", "postmaster.pid"), "utf8").split("\n");
  execFileSync("kill", ["-9", pid]);
}

const disasters: Record<string, () => Promise<void> | void> = {
  "a worker": () => killWorker(Math.floor(random() * workers.length)),
  "every worker": async () => {
    await Promise.all([...workers.keys()].map(killWorker));
  },
  "the database": killDatabase,
  "the database and a worker": async () => {
    killDatabase();
    await killWorker(0);
  },
};

/** Makes every schedule due, at an instant of its own that is past; what follows is the dispatcher's. */
async function makeDue(at: Date): Promise<void> {
  await asAdmin((admin) =>
    admin.query(`
      begin;
      update schedules set next_run_at = '${at.toISOString()}';
      update pgboss.job set start_after = '${at.toISOString()}' where name = 'occurrence';
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

async function expectWhole(at: Date): Promise<void> {
  const { runs, faults, documents } = await asAdmin(async (admin) => ({
    runs: (
      await admin.query("select connector_id, state, failed from runs where scheduled_for = $1 order by 1", [
        at,
      ])
    ).rows,
    faults: await disagreements(admin),
    documents: (await admin.query("select connector_id, key, title from documents where removed_at is null"))
      .rows,
  }));
  expect(runs).toEqual(connectors.map((name) => ({ connector_id: name, state: "succeeded", failed: 0 })));
  expect(faults).toEqual([]);
  for (const name of connectors) {
    const stored = documents.filter(({ connector_id }) => connector_id === name);
    const titles = stored.map(({ key, title }) => [new URL(key).pathname, title]);
    const expected = [...(pagesOf.get(name) ?? []), [`/${name}/`, `Start of ${name}`]];
    expect(titles.toSorted()).toEqual(expected.toSorted());
  }
}

it(`loses and doubles nothing, whoever is killed (seed ${seed})`, {
  timeout: isLong ? 8 * 3_600_000 : 240_000,
}, async () => {
  const start = Date.now() - 24 * 3_600_000;
  let longestS = 0;
  const killed: Record<string, number> = {};
  for (let round = 0; round < rounds(2, 1000); round++) {
    for (const name of connectors) edit(name);
    const at = new Date(start + round * 60_000);
    await makeDue(at);
    await untilSome(at, "state = 'running' and discovered > 0", 1);
    await wait(random() * 600);
    const victim =
      round < 3
        ? (["a worker", "the database", "every worker"][round] ?? "")
        : pick(random, Object.keys(disasters));
    killed[victim] = (killed[victim] ?? 0) + 1;
    const since = performance.now();
    await disasters[victim]?.();
    await untilSome(at, "finished_at is not null", connectors.length);
    longestS = Math.max(longestS, (performance.now() - since) / 1000);
    await expectWhole(at);
  }
  console.log(`killed ${JSON.stringify(killed)}; all was done again at most ${longestS.toFixed(1)} s later`);
});
