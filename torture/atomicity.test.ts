import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { POST as create } from "#app/v1/connector/create_connector/[workspace_id]/route.ts";
import { POST as associate } from "#app/v1/connector/create_connector_collection_association/[workspace_id]/route.ts";
import { DELETE as takeOut } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/collections/[collection_id]/route.ts";
import { POST as pause } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/pause/route.ts";
import { POST as resume } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/resume/route.ts";
import {
  DELETE as deleteOne,
  PATCH as patch,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/route.ts";
import { POST as start } from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { PATCH as reschedule } from "#app/v1/workspaces/[workspace_id]/schedules/[connector_id]/route.ts";
import { type Db, openDb } from "#db/client.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { executeRun } from "#lib/runs/execute.ts";
import { sweepRuns } from "#lib/runs/sweep-runs.ts";
import { ListSource, text } from "#lib/runs/testing/list-source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { dispatchDue } from "#lib/schedules/dispatch.ts";
import { setServices, startSender } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { type Fault, startWireProxy, type WireProxy } from "#lib/testing/wire-proxy.ts";
import { disagreements } from "./disagreements.ts";
import { isLong, pick, randomOf, rounds, seed } from "./rounds.ts";

let stage: RunStage;
let here: TestWorkspace;
let admin: pg.Client;
let proxy: WireProxy;
let collections: string[];
const random = randomOf(seed);

beforeAll(async () => {
  stage = await openRunStage();
  here = await createWorkspace(stage.database);
  collections = await Promise.all(["One", "Two"].map(addCollection));
  const source = new ListSource("tombstones");
  source.batches = [[text("a"), text("b")], [text("c")]];
  stage.sources.set("upload", source);
  admin = new pg.Client({ connectionString: stage.database.adminUrl });
  await admin.connect();
  proxy = await startWireProxy(stage.database.url);
});
afterAll(async () => {
  await admin.end();
  await proxy[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

async function addCollection(name: string): Promise<string> {
  const id = randomUUID();
  await stage.admin.insertInto("collections").values({ workspace_id: here.workspaceId, id, name }).execute();
  return id;
}

type Work = (db: Db) => Promise<unknown>;

function door(handler: RouteHandler, params: Record<string, string>, body?: unknown, query = {}): Work {
  return async () => {
    const ids = { workspace_id: here.workspaceId, ...params };
    return (await call(handler, { params: ids, token: here.admin.token, body, query })).status;
  };
}

const schedules = [
  { scheduler_type: "imed" },
  { scheduler_type: "cron", scheduler_value: "* * * * *" },
  { scheduler_type: "cron", scheduler_value: "0 6 * * 1-5", timezone: "America/Sao_Paulo" },
  { scheduler_type: "when", scheduler_value: "2100-01-01T00:00:00Z" },
];

/** What may be done to a connector, or by a worker; each is one public door, or what a worker does in its loop. */
const works: Record<string, (connectorId: string) => Work> = {
  create: () => {
    const body = { id: `c${randomUUID()}`, name: "C", type: "upload", slots: {}, credentials: { a: "b" } };
    const collection_ids = random() < 0.5 ? collections.slice(0, 1) : [];
    return door(create, {}, { ...body, collection_ids }, pick(random, schedules));
  },
  update: (id) => door(patch, { connector_id: id }, { name: `Renamed ${random()}`, slots: { at: random() } }),
  reschedule: (id) => {
    const { scheduler_type: type, scheduler_value: value, timezone } = pick(random, schedules.slice(1));
    return door(reschedule, { connector_id: id }, { scheduler_type: type, scheduler_value: value, timezone });
  },
  pause: (id) => door(pause, { connector_id: id }),
  resume: (id) => door(resume, { connector_id: id }),
  delete: (id) => door(deleteOne, { connector_id: id }),
  associate: (id) => door(associate, {}, { connector_id: id, collection_ids: [pick(random, collections)] }),
  dissociate: (id) => door(takeOut, { connector_id: id, collection_id: pick(random, collections) }),
  start: (id) => door(start, { connector_id: id }),
  dispatch: () => async (db) =>
    dispatchDue({ db, boss: stage.engine.boss }, { at: new Date(Date.now() + 90_000) }),
  run: () => async (db) => {
    const claimed = await claimRun(db, { workerId: stage.workerId, passOver: [] });
    if (claimed) await executeRun({ ...stage.engine, db }, new ActiveRun(claimed));
  },
};

async function anyConnector(): Promise<string> {
  const { rows } = await admin.query<{ id: string }>("select id from connectors order by id");
  return rows.length === 0 ? "none" : pick(random, rows).id;
}

/** Does it over connections of its own, which break as the fault says; answers how many statements it took. */
async function under(fault: Fault | undefined, work: Work): Promise<number> {
  const db = openDb({ url: proxy.url, max: 2 });
  setServices({ db, boss: await startSender(db), now: () => new Date() });
  proxy.arm(fault);
  try {
    await work(db).catch(() => "broken");
    return proxy.statements();
  } finally {
    proxy.arm(undefined);
    await db.destroy();
  }
}

/** A statement that was cut off is ended by the server when it notices; until then nothing can be said. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const { rows } = await admin.query(`
      select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
        and state <> 'idle' and application_name = 'tributary'`);
    if (rows.length === 0) return;
  }
}

/** Runs in the hands of a worker that broke off are taken from it, as a sweeper does when the lease has run out. */
async function sweep(): Promise<void> {
  await admin.query("update runs set lease_expires_at = now() - interval '1 second' where state = 'running'");
  for (let passes = 0; passes < 2; passes++) await sweepRuns(stage.engine.db, stage.engine.boss);
}

it(`keeps rows and jobs agreed, whatever breaks whatever is done, at any statement (seed ${seed})`, {
  timeout: isLong ? 4 * 3_600_000 : 120_000,
}, async () => {
  const broken: Record<string, number> = {};
  for (let round = 0; round < rounds(150, 10_000); round++) {
    const name = round < 5 ? "create" : pick(random, Object.keys(works));
    const work = works[name]?.(await anyConnector());
    if (!work) continue;
    const kind = pick(random, ["error", "cut_before", "cut_after"] as const);
    const at = 1 + Math.floor(random() * (name === "run" ? 16 : 8));
    const statements = await under({ at, kind }, work);
    if (statements >= at) broken[name] = (broken[name] ?? 0) + 1;
    await untilIdle();
    await sweep();
    expect(await disagreements(admin), `round ${round}: ${name}, ${kind} at statement ${at}`).toEqual([]);
  }
  const total = Object.values(broken).reduce((sum, count) => sum + count, 0);
  console.log(`${total} faults met something: ${JSON.stringify(broken)}; 0 disagreements`);
  expect(total).toBeGreaterThan(rounds(50, 5000));
  // Of a few rounds, chance may give a rare work none.
  if (isLong) expect(Object.keys(broken).length).toBe(Object.keys(works).length);
});
