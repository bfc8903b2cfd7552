import type { ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { openDb } from "#db/client.ts";
import { migrateToLatest } from "#db/migrate.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { disagreements } from "./disagreements.ts";
import { killAll, startMigration, startWebProcess, startWorkerProcess } from "./processes.ts";
import { rounds } from "./rounds.ts";

// A next release migrates while this one serves and runs. Nobody may notice: no request fails, no run does.

const dataDir = mkdtempSync(join(tmpdir(), "tributary-upgrade-"));
const migrators = 8;
/** How long somebody's report keeps a table that the migration wants to change. */
const reportMs = rounds(1500, 20_000);

let database: TestDatabase;
let admin: pg.Client;
let here: TestWorkspace;
let site: Site;
let origin: string;
const processes: ChildProcess[] = [];

beforeAll(async () => {
  site = await openSite({ "/": page("Home", "/a", "/b"), "/a": page("A"), "/b": page("B") });
  database = await createTestDatabase();
  here = await createWorkspace(database);
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  const options = { url: database.url, dataDir, host: site.host };
  processes.push(startWorkerProcess(options));
  const web = await startWebProcess(options);
  processes.push(web.process);
  origin = web.origin;
});

afterAll(async () => {
  await killAll(processes);
  await admin.end();
  await site[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(dataDir, { recursive: true, force: true });
});

async function ask(method: string, path: string, body?: object): Promise<Response> {
  return fetch(`${origin}${path}`, {
    method,
    headers: { authorization: `Bearer ${here.owner.token}`, "content-type": "application/json" },
    body: body ? JSON.stringify(body) : null,
  });
}

const create = () =>
  ask("POST", `/v1/connector/create_connector/${here.workspaceId}?scheduler_type=imed`, {
    name: randomUUID(),
    type: "web_scraper",
    slots: { url: `${site.origin}/`, extraction_type: "all", email: here.viewer.email },
    collection_ids: [collectionId],
  });
const list = () => ask("GET", `/v1/workspaces/${here.workspaceId}/connectors`);
let collectionId: string;

/** Writes and reads until told to stop; answers the statuses and the longest wait. */
function use() {
  const statuses: Record<number, number> = {};
  let longestMs = 0;
  let isOver = false;
  const loop = async (request: () => Promise<Response>) => {
    while (!isOver) {
      const began = performance.now();
      const response = await request();
      await response.arrayBuffer();
      longestMs = Math.max(longestMs, performance.now() - began);
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  const loops = Promise.all([loop(create), loop(list)]);
  const answered = () => Object.values(statuses).reduce((sum, count) => sum + count, 0);
  const stop = async () => {
    isOver = true;
    await loops;
    return { statuses, longestMs };
  };
  return { answered, stop };
}

async function migrated(): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>("select name from kysely_migration order by name");
  return rows.map(({ name }) => name);
}

it("is migrated by eight processes at once while the old ones go on", { timeout: 120_000 }, async () => {
  collectionId = randomUUID();
  await admin.query("insert into collections (workspace_id, id, name) values ($1, $2, 'All')", [
    here.workspaceId,
    collectionId,
  ]);
  const using = use();
  const report = new pg.Client({ connectionString: database.adminUrl });
  await report.connect();
  await report.query("begin; select count(*) from connectors");
  const started = Array.from({ length: migrators }, () =>
    startMigration({ url: database.url, dataDir }, "expanding"),
  );
  const ended = Promise.all(started.map((one) => once(one, "exit")));
  await vi.waitFor(async () => {
    const { rows } = await admin.query(
      "select from pg_stat_activity where datname = current_database() and application_name = 'later-release' and wait_event_type = 'Lock' and wait_event = 'relation'",
    );
    expect(rows.length).toBe(1);
  }, 20_000);
  const before = using.answered();
  await report.query(`select pg_sleep(${reportMs / 1000})`);
  // Two were under way when the migration began to wait; more are answered only if it steps back.
  const during = using.answered() - before;
  expect(during).toBeGreaterThan(4);
  expect(await migrated()).toEqual(["0001-initial"]);
  await report.query("commit");
  await report.end();
  expect((await ended).map(([code]) => code)).toEqual(started.map(() => 0));
  const { statuses, longestMs } = await using.stop();
  console.log(
    `${migrators} migrators behind a report of ${reportMs} ms, ${during} answers meanwhile:`,
    statuses,
    `longest wait ${Math.round(longestMs)} ms`,
  );
  expect(Object.keys(statuses).toSorted()).toEqual(["200", "201"]);
  expect(await migrated()).toEqual(["0001-initial", "0002-expanding"]);
});

it("goes on being served and run by the old processes", async () => {
  expect((await create()).status).toBe(201);
  await vi.waitFor(
    async () => {
      const { rows } = await admin.query("select distinct state from runs");
      expect(rows).toEqual([{ state: "succeeded" }]);
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(await disagreements(admin)).toEqual([]);
});

it("keeps an older release from migrating, and says why", async () => {
  const db = openDb({ url: database.url, max: 1 });
  await expect(migrateToLatest(db)).rejects.toThrow(
    "The database is a newer release's: it has the migration “0002-expanding”",
  );
  await db.destroy();
});

it("has all or nothing of a migration that is killed, and the next one brings it", async () => {
  const half = async () => {
    const { rows } = await admin.query("select to_regclass('half_way') as half");
    return rows[0].half;
  };
  const doomed = startMigration({ url: database.url, dataDir }, "slow");
  await vi.waitFor(async () => {
    const { rows } = await admin.query(
      "select from pg_stat_activity where datname = current_database() and query like '%half_way%' and wait_event = 'PgSleep'",
    );
    expect(rows.length).toBe(1);
  });
  await killAll([doomed]);
  const next = startMigration({ url: database.url, dataDir }, "slow");
  expect(await half()).toBeNull();
  expect(await migrated()).toHaveLength(2);
  expect((await once(next, "exit"))[0]).toBe(0);
  expect(await half()).toBe("half_way");
  expect(await migrated()).toHaveLength(3);
});
