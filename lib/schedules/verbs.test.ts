import { randomUUID } from "node:crypto";
import type { PgBoss } from "pg-boss";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { withScope } from "#db/scope.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Context } from "#lib/context.ts";
import { startSender } from "#lib/services.ts";
import { startOnAssociation } from "./association.ts";
import { skipReasons } from "./decide.ts";
import { dispatchDue } from "./dispatch.ts";
import { getSchedule, listSchedules } from "./list.ts";
import { pauseSchedule } from "./pause.ts";
import { previewSchedule } from "./preview.ts";
import { reschedule } from "./reschedule.ts";
import { resumeSchedule } from "./resume.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let boss: PgBoss;
let stage: Stage;
let ctx: Context;
let now: Date;
let userId: string;

const ten = new Date("2026-11-24T10:00:00Z");
const hourly = { type: "cron", value: "0 * * * *", nextRunAt: ten } as const;

beforeAll(async () => {
  database = await createTestDatabase();
  boss = await startSender(database.db);
});

afterAll(async () => {
  await boss.stop({ graceful: false });
  await database[Symbol.asyncDispose]();
});

beforeEach(async () => {
  stage = await openStage(database);
  userId = randomUUID();
  now = new Date("2026-11-24T09:20:00Z");
  await stage.admin
    .insertInto("users")
    .values({ id: userId, email: `${userId}@x.test`, name: "Ana" })
    .execute();
  ctx = {
    workspaceId: stage.workspaceId,
    timeZone: "America/Sao_Paulo",
    actor: { type: "user", userId, sessionId: randomUUID() },
    role: "admin",
    requestId: "test",
    db: database.db,
    boss,
    now: () => now,
  };
  return stage.close;
});

async function planned(): Promise<Record<string, string>> {
  return Object.fromEntries(await stage.occurrences());
}

async function audited(): Promise<string[]> {
  const rows = await stage.admin
    .selectFrom("audit_log")
    .select("action")
    .where("workspace_id", "=", stage.workspaceId)
    .orderBy("id")
    .execute();
  return rows.map((row) => row.action);
}

function associate(connectorId: string): Promise<string | null> {
  return withScope(database.db, { workspaceId: stage.workspaceId }, (trx) =>
    startOnAssociation(trx, boss, { workspaceId: stage.workspaceId, connectorId, createdBy: userId }),
  );
}

describe("pause and resume", () => {
  it("take the job away and plan it anew, from now", async () => {
    await stage.add("a", hourly);
    await pauseSchedule(ctx, { connectorId: "a", reason: "The site is moving" });
    expect(await planned()).not.toHaveProperty("a");
    expect(await stage.scheduleRow("a")).toMatchObject({
      state: "paused",
      next_run_at: null,
      paused_at: now,
      paused_by: userId,
      pause_reason: "The site is moving",
    });
    now = new Date("2026-11-24T15:20:00Z");
    const resumed = await resumeSchedule(ctx, { connectorId: "a" });
    expect(resumed).toMatchObject({ state: "active", paused_by: null, pause_reason: null, version: 3 });
    expect(await planned()).toMatchObject({ a: "2026-11-24T16:00:00.000Z" });
    expect(await stage.runsOf("a")).toEqual([]);
    expect(await audited()).toEqual(["schedule.pause", "schedule.resume"]);
  });

  it("change nothing the second time", async () => {
    await stage.add("b", hourly);
    await resumeSchedule(ctx, { connectorId: "b" });
    await pauseSchedule(ctx, { connectorId: "b" });
    expect(await pauseSchedule(ctx, { connectorId: "b", reason: "again" })).toMatchObject({ version: 2 });
    expect(await audited()).toEqual(["schedule.pause"]);
  });

  it("treat an instant that passed meanwhile as missed", async () => {
    await stage.add("w", { type: "when", value: ten.toISOString(), nextRunAt: ten });
    await pauseSchedule(ctx, { connectorId: "w" });
    now = new Date("2026-11-25T00:00:00Z");
    await resumeSchedule(ctx, { connectorId: "w" });
    await dispatchDue({ db: database.db, boss }, { at: now });
    expect(await stage.runsOf("w")).toEqual([[ten.toISOString(), "queued", null]]);
    await expect(pauseSchedule(ctx, { connectorId: "w" })).rejects.toThrow("nothing left to pause");
  });

  it("leave a row for an occurrence that was overdue, unless it runs later", async () => {
    await stage.add("late", hourly);
    await stage.add("once", { type: "when", value: ten.toISOString(), nextRunAt: ten });
    now = new Date("2026-11-24T10:20:00Z");
    for (const connectorId of ["late", "once"]) {
      await pauseSchedule(ctx, { connectorId });
      await resumeSchedule(ctx, { connectorId });
    }
    await dispatchDue({ db: database.db, boss }, { at: now });
    expect(await stage.runsOf("late")).toEqual([[ten.toISOString(), "skipped", skipReasons.changed]]);
    expect(await stage.runsOf("once")).toEqual([[ten.toISOString(), "queued", null]]);
  });

  it("start an imed that was associated meanwhile, and let one without a collection wait", async () => {
    await stage.add("i", { type: "imed", value: null, state: "paused" });
    await stage.add("j", { type: "imed", value: null, state: "paused", inCollection: false });
    expect(await associate("i")).toBeNull();
    expect(await resumeSchedule(ctx, { connectorId: "i" })).toMatchObject({ state: "active" });
    expect(await resumeSchedule(ctx, { connectorId: "j" })).toMatchObject({
      state: "waiting_for_collection",
    });
    expect(await stage.runsOf("i")).toEqual([[undefined, "queued", null]]);
    expect(await stage.runsOf("j")).toEqual([]);
  });

  it("need an admin, and a connector of this workspace", async () => {
    await stage.add("c", hourly);
    const editor = { ...ctx, role: "editor" } as const;
    await expect(pauseSchedule(editor, { connectorId: "c" })).rejects.toMatchObject({ kind: "forbidden" });
    await expect(resumeSchedule(editor, { connectorId: "c" })).rejects.toMatchObject({ kind: "forbidden" });
    const other = await openStage(database);
    const elsewhere = { ...ctx, workspaceId: other.workspaceId };
    await expect(pauseSchedule(elsewhere, { connectorId: "c" })).rejects.toMatchObject({ kind: "not_found" });
    await other.close();
  });

  it("roll back together with what the caller does", async () => {
    await stage.add("r", hourly);
    const failed = withScope(database.db, { workspaceId: stage.workspaceId }, async (trx) => {
      await pauseSchedule({ ...ctx, trx }, { connectorId: "r" });
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await stage.scheduleRow("r")).toMatchObject({ state: "active", version: 1 });
    expect(await planned()).toMatchObject({ r: ten.toISOString() });
    expect(await audited()).toEqual([]);
  });
});

describe("reschedule", () => {
  it("moves the job", async () => {
    await stage.add("d", hourly);
    const after = await reschedule(ctx, {
      connectorId: "d",
      scheduler_value: "30 6 * * *",
      timezone: "America/Sao_Paulo",
      missed: "skip",
      ifMatch: '"1"',
    });
    expect(after).toMatchObject({ value: "30 6 * * *", missed: "skip", version: 2 });
    expect(await planned()).toMatchObject({ d: "2026-11-24T09:30:00.000Z" });
  });

  it("tells of an occurrence that was overdue", async () => {
    await stage.add("o", hourly);
    now = new Date("2026-11-24T10:20:00Z");
    await reschedule(ctx, { connectorId: "o", scheduler_value: "30 * * * *" });
    expect(await stage.runsOf("o")).toEqual([[ten.toISOString(), "skipped", skipReasons.changed]]);
    expect(await planned()).toMatchObject({ o: "2026-11-24T10:30:00.000Z" });
  });

  it("changes what happens after an outage, and nothing else", async () => {
    await stage.add("e", hourly);
    await reschedule(ctx, { connectorId: "e", missed: "skip" });
    expect(await stage.scheduleRow("e")).toMatchObject({ missed: "skip", next_run_at: ten });
  });

  it("goes from any type to any other", async () => {
    await stage.add("f", { type: "imed", value: null, state: "active" });
    const at = "2026-12-01T08:00";
    expect(
      await reschedule(ctx, { connectorId: "f", scheduler_type: "when", scheduler_value: at }),
    ).toMatchObject({ state: "active", value: "2026-12-01T08:00:00.000Z" });
    expect(await planned()).toMatchObject({ f: "2026-12-01T08:00:00.000Z" });
    expect(await reschedule(ctx, { connectorId: "f", scheduler_type: "imed" })).toMatchObject({
      state: "active",
      value: null,
    });
    expect(await planned()).not.toHaveProperty("f");
    await expect(reschedule(ctx, { connectorId: "f", scheduler_type: "cron" })).rejects.toMatchObject({
      errors: [{ path: "scheduler_value" }],
    });
  });

  it("leaves a paused schedule paused", async () => {
    await stage.add("g", hourly);
    await pauseSchedule(ctx, { connectorId: "g" });
    await reschedule(ctx, { connectorId: "g", scheduler_value: "@daily" });
    expect(await stage.scheduleRow("g")).toMatchObject({
      state: "paused",
      value: "@daily",
      next_run_at: null,
    });
    expect(await planned()).not.toHaveProperty("g");
  });

  it("refuses a stale version and a bad schedule, and changes nothing", async () => {
    await stage.add("h", hourly);
    const stale = reschedule(ctx, { connectorId: "h", missed: "skip", ifMatch: '"7"' });
    await expect(stale).rejects.toMatchObject({ kind: "stale" });
    const bad = reschedule(ctx, { connectorId: "h", scheduler_value: "0 0 30 2 *", timezone: "Mars/Base" });
    await expect(bad).rejects.toMatchObject({ errors: [{ path: "timezone" }, { path: "scheduler_value" }] });
    expect(await stage.scheduleRow("h")).toMatchObject({ version: 1, missed: "run_once" });
  });
});

describe("an association", () => {
  it("starts imed once, and again only after a run that didn't succeed", async () => {
    await stage.add("k", { type: "imed", value: null, state: "waiting_for_collection" });
    const first = await associate("k");
    expect(await stage.queuedRunIds()).toContain(first);
    expect(await stage.scheduleRow("k")).toMatchObject({ state: "active" });
    expect(await associate("k")).toBeNull();
    const end = (state: string) =>
      stage.admin.updateTable("runs").set({ state }).where("connector_id", "=", "k").execute();
    await end("succeeded");
    expect(await associate("k")).toBeNull();
    await end("partial");
    expect(await associate("k")).toEqual(expect.any(String));
    expect(await stage.runsOf("k")).toHaveLength(2);
  });

  it("starts a when whose instant passed without a collection, for that instant", async () => {
    await stage.add("l", { type: "when", value: ten.toISOString(), nextRunAt: ten, inCollection: false });
    expect(await associate("l")).toBeNull();
    now = new Date("2026-11-24T10:00:05Z");
    await dispatchDue({ db: database.db, boss }, { at: now });
    expect(await associate("l")).toEqual(expect.any(String));
    expect(await stage.runsOf("l")).toEqual([[ten.toISOString(), "queued", null]]);
    expect(await stage.scheduleRow("l")).toMatchObject({ state: "done" });
    expect(await associate("l")).toBeNull();
  });

  it("starts nothing that repeats", async () => {
    await stage.add("m", hourly);
    expect(await associate("m")).toBeNull();
  });
});

describe("the list", () => {
  it("is ordered by next run, pages through, and filters", async () => {
    await stage.add("late", { ...hourly, nextRunAt: new Date("2026-11-26") });
    await stage.add("soon", hourly);
    await stage.add("same", hourly);
    await stage.add("wait-1", { type: "imed", value: null, state: "waiting_for_collection" });
    await stage.add("wait-2", { type: "imed", value: null, state: "waiting_for_collection" });
    await dispatchDue({ db: database.db, boss }, { at: ten });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listSchedules(ctx, { limit: 2, cursor });
      seen.push(...page.items.map((item) => item.connector_id));
      cursor = page.next_cursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual(["same", "soon", "late", "wait-1", "wait-2"]);
    const waiting = await listSchedules(ctx, { limit: 50, state: "waiting_for_collection" });
    expect(waiting.items.map((item) => item.connector_id)).toEqual(["wait-1", "wait-2"]);
    const crons = await listSchedules(ctx, { limit: 3, type: "cron" });
    expect(crons).toMatchObject({ next_cursor: null, items: [{}, {}, {}] });
    expect(crons.items[0]).toMatchObject({
      connector_name: "same",
      description: "Every hour",
      next_run_at: "2026-11-24T11:00:00.000Z",
      last_runs: [{ state: "queued", scheduled_for: ten.toISOString() }],
    });
    expect(crons.items[2]?.last_runs).toEqual([]);
  });

  it.each(["nonsense", Buffer.from('["x","y"]').toString("base64url")])(
    "refuses the cursor %s",
    async (cursor) => {
      await expect(listSchedules(ctx, { limit: 2, cursor })).rejects.toMatchObject({
        errors: [{ path: "cursor" }],
      });
    },
  );

  it("shows one that can't be read as it is", async () => {
    await stage.add("broken", { type: "cron", value: "0 0 L * *", state: "paused" });
    expect(await getSchedule(ctx, { connectorId: "broken" })).toMatchObject({
      version: 1,
      schedule: { description: "0 0 L * *", last_runs: [] },
    });
    await expect(getSchedule(ctx, { connectorId: "none" })).rejects.toMatchObject({ kind: "not_found" });
  });
});

it("previews what the dispatcher will do", () => {
  const input = {
    scheduler_type: "cron",
    scheduler_value: "0 9 * * 1-5",
    timezone: "Europe/Berlin",
    count: 2,
  };
  expect(previewSchedule(input, now)).toEqual({
    description: "At 09:00, Monday through Friday",
    timezone: "Europe/Berlin",
    instants: ["2026-11-25T08:00:00.000Z", "2026-11-26T08:00:00.000Z"],
  });
  expect(() => previewSchedule({ ...input, scheduler_value: "x" }, now)).toThrow("attention");
});
