import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { startSender } from "#lib/services.ts";
import { type DispatchOptions, dispatchBatch, dispatchDue } from "./dispatch.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase | undefined;
let stage: Stage;
let boss: PgBoss;

const ten = new Date("2026-11-24T10:00:00Z");
const hourly = { type: "cron", value: "0 * * * *", nextRunAt: ten } as const;

async function close(): Promise<void> {
  if (!database) return;
  await boss.stop({ graceful: false });
  await stage.close();
  await database[Symbol.asyncDispose]();
}

beforeEach(async () => {
  await close();
  database = await createTestDatabase();
  stage = await openStage(database);
  boss = await startSender(database.db);
});

afterAll(close);

function db() {
  if (!database) throw new Error("no database yet");
  return database.db;
}

function dispatch(at: Date | string, options: DispatchOptions = {}) {
  return dispatchDue({ db: db(), boss }, { ...options, at: new Date(at) });
}

it("turns a due occurrence into a run with its job, and waits for the next", async () => {
  await stage.add("a", hourly);
  expect(await dispatch("2026-11-24T09:59:59Z")).toMatchObject({ taken: 0 });
  expect(await dispatch("2026-11-24T10:00:00Z")).toEqual({ taken: 1, queued: 1, skipped: 0, strays: 0 });
  expect(await stage.runsOf("a")).toEqual([["2026-11-24T10:00:00.000Z", "queued", null]]);
  expect(await stage.occurrences()).toEqual([["a", "2026-11-24T11:00:00.000Z"]]);
  expect(await stage.scheduleRow("a")).toMatchObject({
    state: "active",
    next_run_at: new Date("2026-11-24T11:00:00Z"),
    version: 1,
  });
  const [run] = await stage.admin.selectFrom("runs").selectAll().execute();
  expect(run).toMatchObject({ trigger: "schedule", created_at: ten, finished_at: null });
  expect(await stage.queuedRunIds()).toEqual([run?.id]);
  expect(await dispatch("2026-11-24T10:00:00Z")).toMatchObject({ taken: 0 });
});

it("without a clock, lets the database tell the time", async () => {
  await stage.add("past", { ...hourly, nextRunAt: new Date("2020-01-01") });
  await stage.add("future", { ...hourly, nextRunAt: new Date("2999-01-01") });
  expect(await dispatchDue({ db: db(), boss })).toMatchObject({ taken: 1, queued: 1 });
  const latest = new Date();
  latest.setUTCMinutes(0, 0, 0);
  const runs = await stage.runsOf("past");
  expect(Math.abs(Date.parse(runs.at(-1)?.[0] ?? "") - latest.getTime())).toBeLessThanOrEqual(3_600_000);
});

it("records a fire while the last run is still going", async () => {
  await stage.add("a", hourly);
  await dispatch("2026-11-24T10:00:00Z");
  for (const state of ["running", "interrupted", "queued"]) {
    await stage.admin.updateTable("runs").set({ state }).where("state", "<>", "skipped").execute();
    const { next_run_at } = await stage.scheduleRow("a");
    expect(await dispatch(next_run_at ?? ten)).toMatchObject({ taken: 1, queued: 0, skipped: 1 });
  }
  expect((await stage.runsOf("a")).slice(1).map(([, state, reason]) => `${state}: ${reason}`)).toEqual(
    Array(3).fill("skipped: previous run still active"),
  );
  expect(await stage.queuedRunIds()).toHaveLength(1);
  await stage.finishRuns();
  expect(await dispatch("2026-11-24T14:00:00Z")).toMatchObject({ queued: 1 });
});

it("records a fire without a collection", async () => {
  await stage.add("a", { ...hourly, inCollection: false });
  await dispatch("2026-11-24T10:00:00Z");
  expect(await stage.runsOf("a")).toEqual([["2026-11-24T10:00:00.000Z", "skipped", "not in a collection"]]);
  expect(await stage.queuedRunIds()).toEqual([]);
  expect(await stage.occurrences()).toEqual([["a", "2026-11-24T11:00:00.000Z"]]);
});

it("records a fire while the source refuses the credentials", async () => {
  await stage.add("a", hourly);
  await stage.admin.updateTable("connectors").set({ health: "needs_credentials" }).execute();
  await dispatch("2026-11-24T10:00:00Z");
  expect(await stage.runsOf("a")).toEqual([["2026-11-24T10:00:00.000Z", "skipped", "needs credentials"]]);
  await stage.admin.updateTable("connectors").set({ health: "ok" }).execute();
  expect(await dispatch("2026-11-24T11:00:00Z")).toMatchObject({ queued: 1 });
});

it("ends a schedule for once, or lets it wait for a collection", async () => {
  const once = { type: "when", value: ten.toISOString(), nextRunAt: ten } as const;
  await stage.add("in", once);
  await stage.add("out", { ...once, inCollection: false });
  await dispatch("2026-11-24T10:00:00Z");
  expect(await stage.scheduleRow("in")).toMatchObject({ state: "done", next_run_at: null });
  expect(await stage.scheduleRow("out")).toMatchObject({
    state: "waiting_for_collection",
    next_run_at: null,
  });
  expect(await stage.runsOf("in")).toEqual([[ten.toISOString(), "queued", null]]);
  expect(await stage.runsOf("out")).toEqual([]);
  expect(await stage.occurrences()).toEqual([]);
});

it("makes up for an outage as each schedule says", async () => {
  await stage.add("once", { ...hourly, missed: "run_once" });
  await stage.add("skip", { ...hourly, missed: "skip" });
  await dispatch("2026-11-24T12:30:00Z");
  const missed = "missed: no worker was running";
  expect(await stage.runsOf("once")).toEqual([
    ["2026-11-24T10:00:00.000Z", "skipped", missed],
    ["2026-11-24T11:00:00.000Z", "skipped", missed],
    ["2026-11-24T12:00:00.000Z", "queued", null],
  ]);
  expect((await stage.runsOf("skip")).map(([, state]) => state)).toEqual(Array(3).fill("skipped"));
  expect(await stage.occurrences()).toEqual([
    ["once", "2026-11-24T13:00:00.000Z"],
    ["skip", "2026-11-24T13:00:00.000Z"],
  ]);
});

it("pauses what can't be read and goes on with the rest", async () => {
  await stage.add("good", hourly);
  await stage.add("poison", { ...hourly, value: "every now and then" });
  await stage.add("zone", { ...hourly, timezone: "Mars/Base" });
  expect(await dispatch(ten)).toEqual({ taken: 3, queued: 1, skipped: 0, strays: 0 });
  expect(await stage.scheduleRow("poison")).toMatchObject({
    state: "paused",
    next_run_at: null,
    pause_reason: expect.stringContaining("The schedule can't be read."),
  });
  expect(await stage.occurrences()).toEqual([["good", "2026-11-24T11:00:00.000Z"]]);
});

describe("jobs that nothing stands behind", () => {
  it("are removed on the way", async () => {
    await stage.add("paused", { ...hourly, state: "paused" });
    await stage.add("good", hourly);
    await boss.send("occurrence", { nonsense: true }, { singletonKey: "x", startAfter: ten });
    await boss.send(
      "occurrence",
      { workspace_id: stage.workspaceId },
      { singletonKey: "y", startAfter: ten },
    );
    const gone = { workspace_id: stage.workspaceId, connector_id: "gone" };
    await boss.send("occurrence", gone, { singletonKey: "z", startAfter: ten });
    expect(await dispatch(ten)).toEqual({ taken: 1, queued: 1, skipped: 0, strays: 4 });
    expect(await stage.occurrences()).toEqual([["good", "2026-11-24T11:00:00.000Z"]]);
  });
});

describe("several at once", () => {
  it("dispatch each occurrence once", async () => {
    for (let index = 0; index < 60; index++) await stage.add(`c${index}`, hourly);
    const workers = [1, 2, 3, 4].map(() => dispatch(ten, { batchSize: 7 }));
    const reports = await Promise.all(workers);
    expect(reports.reduce((sum, report) => sum + report.queued, 0)).toBe(60);
    expect(new Set(await stage.queuedRunIds()).size).toBe(60);
  });

  it("leave a schedule alone that somebody is changing, and take it afterwards", async () => {
    await stage.add("held", hourly);
    await stage.add("free", hourly);
    const scope = { workspaceId: stage.workspaceId };
    await withScope(db(), scope, async (trx) => {
      await trx.updateTable("schedules").set({ version: 2 }).where("connector_id", "=", "held").execute();
      expect(await dispatch(ten)).toEqual({ taken: 1, queued: 1, skipped: 0, strays: 0 });
    });
    expect(await dispatch(ten)).toMatchObject({ taken: 1, queued: 1 });
  });
});

it("changes nothing when its transaction ends early", async () => {
  await stage.add("a", hourly);
  // The last statement of a batch fails: runs, run jobs and schedules were written by then.
  await sql`create function cut() returns trigger language plpgsql as $$ begin raise 'cut'; end $$`.execute(
    stage.admin,
  );
  await sql`create trigger cut before update on pgboss.job for each row execute function cut()`.execute(
    stage.admin,
  );
  await expect(dispatchBatch({ db: db(), boss }, { at: ten })).rejects.toThrow("cut");
  expect(await stage.runsOf("a")).toEqual([]);
  expect(await stage.occurrences()).toEqual([["a", ten.toISOString()]]);
  expect(await stage.queuedRunIds()).toEqual([]);
  await sql`drop trigger cut on pgboss.job`.execute(stage.admin);
  expect(await dispatch(ten)).toMatchObject({ queued: 1 });
});

it("can't hold its locks from the grave: the server ends a transaction whose process is frozen", async () => {
  await stage.add("a", hourly);
  await sql`create table seen (setting text)`.execute(stage.admin);
  await sql`grant insert on seen to public`.execute(stage.admin);
  await sql`create function look() returns trigger language plpgsql as
    $$ begin insert into seen values (current_setting('idle_in_transaction_session_timeout')); return new; end $$`.execute(
    stage.admin,
  );
  await sql`create trigger look after insert on runs for each row execute function look()`.execute(
    stage.admin,
  );
  await dispatch(ten);
  expect((await sql`select * from seen`.execute(stage.admin)).rows).toEqual([{ setting: "15s" }]);
});
