import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import { pino } from "pino";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { openDb } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { startSender } from "#lib/services.ts";
import { startDispatcher } from "./loop.ts";
import { reconcile } from "./reconcile.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase | undefined;
let boss: PgBoss;
let stage: Stage;

const ten = new Date("2026-11-24T10:00:00Z");
const now = new Date("2026-11-24T09:20:00Z");
const hourly = { type: "cron", value: "0 * * * *", nextRunAt: ten } as const;
const isRight = { schedulesWithoutJob: 0, jobsWithoutSchedule: 0 };

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

describe("the reconciler", () => {
  it("finds nothing where all is well", async () => {
    await stage.add("a", hourly);
    await stage.add("paused", { ...hourly, state: "paused", nextRunAt: null });
    await stage.add("imed", { type: "imed", value: null, state: "active" });
    expect(await reconcile(db(), { at: now })).toEqual({ at: now, ...isRight });
    expect(await stage.occurrences()).toEqual([["a", ten.toISOString()]]);
  });

  it("repairs every way in which schedules and jobs can differ, and counts them", async () => {
    for (const id of ["fine", "lost", "moved", "forgot", "active", "gone"]) await stage.add(id, hourly);
    await stage.add("paused", { ...hourly, state: "paused" });
    await sql`delete from pgboss.job where data->>'connector_id' = 'lost'`.execute(stage.admin);
    await sql`update pgboss.job set start_after = '2030-01-01' where data->>'connector_id' = 'moved'`.execute(
      stage.admin,
    );
    await sql`update pgboss.job set state = 'active' where data->>'connector_id' = 'active'`.execute(
      stage.admin,
    );
    await sql`delete from pgboss.job where data->>'connector_id' = 'forgot'`.execute(stage.admin);
    await stage.admin
      .updateTable("schedules")
      .set({ next_run_at: null })
      .where("connector_id", "=", "forgot")
      .execute();
    await stage.admin.deleteFrom("connectors").where("id", "=", "gone").execute();
    await boss.send("occurrence", { nonsense: true }, { singletonKey: "x", startAfter: ten });

    const report = await reconcile(db(), { at: now });
    expect(report).toEqual({ at: now, schedulesWithoutJob: 4, jobsWithoutSchedule: 4 });
    expect(await stage.occurrences()).toEqual(
      ["active", "fine", "forgot", "lost", "moved"].map((id) => [id, ten.toISOString()]),
    );
    const [row] = await stage.admin.selectFrom("reconciler_reports").selectAll().execute();
    expect(row).toMatchObject({ schedules_without_job: 4, jobs_without_schedule: 4, repaired: 8 });
    expect(await reconcile(db(), { at: new Date(now.getTime() + 1000) })).toMatchObject(isRight);
  });

  it("pauses a schedule that can't be read", async () => {
    await stage.add("poison", { type: "cron", value: "often", nextRunAt: null });
    await reconcile(db(), { at: now });
    expect(await stage.scheduleRow("poison")).toMatchObject({ state: "paused", next_run_at: null });
    expect(await reconcile(db(), { at: now })).toMatchObject(isRight);
  });

  it("leaves alone what somebody is changing", async () => {
    await stage.add("a", { ...hourly, nextRunAt: null });
    await withScope(db(), { workspaceId: stage.workspaceId }, async (trx) => {
      await trx.updateTable("schedules").set({ next_run_at: ten }).execute();
      expect(await reconcile(db(), { at: now })).toMatchObject(isRight);
    });
    expect(await reconcile(db(), { at: now })).toMatchObject({ schedulesWithoutJob: 1 });
  });

  it("works once in its time, whoever comes", async () => {
    const reports = await Promise.all([1, 2, 3].map(() => reconcile(db(), { at: now })));
    expect(reports.filter((report) => report !== null).length).toBeGreaterThan(0);
    expect(await reconcile(db(), { at: new Date(now.getTime() + 29_000), everyMs: 30_000 })).toBeNull();
    expect(await reconcile(db(), { at: new Date(now.getTime() + 30_000), everyMs: 30_000 })).not.toBeNull();
  });
});

describe("the loop", () => {
  /** A log whose lines a test can wait for. */
  function logOf() {
    const waiting: { text: string; done: () => void }[] = [];
    const lines: string[] = [];
    const log = pino(
      { level: "debug" },
      {
        write: (line: string) => {
          lines.push(line);
          for (const one of waiting) if (line.includes(one.text)) one.done();
        },
      },
    );
    const said = (text: string) =>
      new Promise<void>((done) => {
        if (lines.some((line) => line.includes(text))) done();
        else waiting.push({ text, done });
      });
    return { log, said };
  }

  it("dispatches, repairs, and stops", async () => {
    await stage.add("a", hourly);
    await stage.add("lost", hourly);
    await sql`delete from pgboss.job where data->>'connector_id' = 'lost'`.execute(stage.admin);
    const { log, said } = logOf();
    const loop = startDispatcher({ db: db(), boss, log, clock: () => ten, pollMs: 5, reconcileMs: 5 });
    await said('"msg":"dispatched"');
    await said("were repaired");
    while ((await stage.runsOf("lost")).length === 0) await said("dispatched");
    await loop.stop();
    expect(await stage.runsOf("a")).toHaveLength(1);
    expect(await stage.runsOf("lost")).toHaveLength(1);
  });

  it("outlives a database that fails", async () => {
    await stage.add("a", hourly);
    const frail = openDb({ url: database?.url ?? "", max: 2, applicationName: "frail" });
    const { log, said } = logOf();
    await sql`alter table schedules rename to elsewhere`.execute(stage.admin);
    const loop = startDispatcher({ db: frail, boss, log, clock: () => ten, pollMs: 5, reconcileMs: 5 });
    await said("dispatch failed and will be tried again");
    await said("reconcile failed and will be tried again");
    await sql`alter table elsewhere rename to schedules`.execute(stage.admin);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'frail'`.execute(
      stage.admin,
    );
    await said('"msg":"dispatched"');
    await loop.stop();
    await frail.destroy();
    expect(await stage.runsOf("a")).toEqual([[ten.toISOString(), "queued", null]]);
  });
});
