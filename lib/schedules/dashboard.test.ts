import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getOne } from "#app/v1/workspaces/[workspace_id]/schedules/[connector_id]/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/schedules/route.ts";
import { GET as summary } from "#app/v1/workspaces/[workspace_id]/schedules/summary/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { createActor, type TestActor } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { listedScheduleSchema } from "./listed.ts";
import { summarySchema } from "./summary-schemas.ts";
import { openStage, type SeededSchedule, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let stage: Stage;
let viewer: TestActor;
let now = new Date("2026-11-24T12:07:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  now = new Date("2026-11-24T12:07:00Z");
  stage = await openStage(database);
  viewer = await createActor(database, stage.workspaceId, "viewer");
});
afterEach(() => stage.close());

type Query = Record<string, string | number>;

function ask(door: RouteHandler, query: Query = {}, { of = stage.workspaceId, token = viewer.token } = {}) {
  return call(door, { params: { workspace_id: of }, query, token });
}

async function ids(query: Query): Promise<string[]> {
  const { status, body } = await ask(list, query);
  expect(body).toMatchObject({ items: expect.any(Array) });
  expect(status).toBe(200);
  return body.items.map((item: { connector_id: string }) => item.connector_id);
}

/** Every page of a list, one after the other. */
async function paged(query: Query, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const { body } = await ask(list, { ...query, limit, ...(cursor && { cursor }) });
    seen.push(...body.items.map((item: { connector_id: string }) => item.connector_id));
    cursor = body.next_cursor;
  } while (cursor);
  return seen;
}

const at = (text: string) => new Date(`2026-11-24T${text}Z`);
const daily: SeededSchedule = {
  type: "cron",
  value: "0 6 * * *",
  nextRunAt: new Date("2026-11-25T06:00:00Z"),
};

type Facts = {
  name?: string;
  type?: string;
  health?: string;
  failures?: number;
  last_success_at?: Date | string;
  created_by?: string;
};

async function add(id: string, schedule: SeededSchedule = daily, facts: Facts = {}): Promise<void> {
  await stage.add(id, schedule);
  if (Object.keys(facts).length === 0) return;
  const { workspaceId } = stage;
  await stage.admin
    .updateTable("connectors")
    .set(facts)
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

type Ran = { state: string; created: Date; tookS?: number; reason?: string };

async function addRuns(connectorId: string, runs: Ran[]): Promise<string[]> {
  const rows = runs.map(({ state, created, tookS, reason }) => ({
    workspace_id: stage.workspaceId,
    id: randomUUID(),
    connector_id: connectorId,
    trigger: "schedule",
    state,
    reason: reason ?? null,
    scheduled_for: created,
    created_at: created,
    started_at: tookS === undefined ? null : created,
    finished_at: tookS === undefined ? null : new Date(created.getTime() + tookS * 1000),
  }));
  await stage.admin.insertInto("runs").values(rows).execute();
  return rows.map(({ id }) => id);
}

describe("a row", () => {
  it("says when it runs, how it is doing, and what came of its last 14 runs", async () => {
    await add("docs", daily, { name: "Docs", last_success_at: at("06:02:00"), created_by: viewer.userId });
    const hour = (n: number) => new Date(at("06:00:00").getTime() - n * 3_600_000);
    const runs = await addRuns("docs", [
      { state: "running", created: hour(0) },
      { state: "skipped", created: hour(1), reason: "previous run still active" },
      { state: "failed", created: hour(2), tookS: 900 },
      { state: "succeeded", created: hour(3), tookS: 10 },
      { state: "partial", created: hour(4), tookS: 20 },
      ...Array.from({ length: 12 }, (_, n) => ({ state: "succeeded", created: hour(5 + n), tookS: 60 })),
    ]);
    const { body } = await ask(list);
    const row = body.items[0];
    expect(listedScheduleSchema.parse(row)).toEqual(row);
    expect(row).toMatchObject({
      connector_id: "docs",
      connector_name: "Docs",
      connector_type: "upload",
      description: "At 06:00",
      timezone: "Etc/UTC",
      next_run_at: "2026-11-25T06:00:00.000Z",
      state: "active",
      conditions: ["running"],
      lateness_s: 0,
      failures: 0,
      active_run_id: runs[0],
      last_success_at: "2026-11-24T06:02:00.000Z",
      usual_duration_ms: 60_000,
      documents: 0,
      documents_changed_at: null,
      collections: [{ id: stage.collectionId, name: "All" }],
      created_by: viewer.userId,
      created_by_name: "viewer",
      paused_by_name: null,
    });
    expect(row.last_runs.map(({ id }: { id: string }) => id)).toEqual(runs.slice(0, 14));
    expect(row.last_runs[1]).toEqual({
      id: runs[1],
      state: "skipped",
      reason: "previous run still active",
      scheduled_for: "2026-11-24T05:00:00.000Z",
      created_at: "2026-11-24T05:00:00.000Z",
      started_at: null,
      finished_at: null,
      duration_ms: null,
      counters: {},
    });
    const one = await call(getOne, {
      params: { workspace_id: stage.workspaceId, connector_id: "docs" },
      token: viewer.token,
    });
    expect(one.body).toEqual(row);
  });

  it.each<[string, Ran[], number | null]>([
    ["nothing", [], null],
    ["what never ended well", [{ state: "failed", created: at("01:00:00"), tookS: 9 }], null],
    ["one", [{ state: "succeeded", created: at("01:00:00"), tookS: 9 }], 9000],
    [
      "the middle of two",
      [
        { state: "succeeded", created: at("01:00:00"), tookS: 10 },
        { state: "succeeded", created: at("02:00:00"), tookS: 15 },
      ],
      12_500,
    ],
  ])("takes its usual duration from %s", async (_, runs, usual) => {
    await add("a");
    if (runs.length > 0) await addRuns("a", runs);
    expect((await ask(list)).body.items[0].usual_duration_ms).toBe(usual);
  });

  it.each([
    ["12:08:00", 0],
    ["12:06:59", 0],
    ["12:06:00", 0],
    ["12:05:59", 61],
    ["11:07:00", 3600],
  ])("planned for %s is %i seconds late", async (planned, lateness) => {
    await add("a", { ...daily, nextRunAt: at(planned) });
    const [row] = (await ask(list)).body.items;
    expect(row).toMatchObject({ lateness_s: lateness, conditions: lateness > 0 ? ["late"] : [] });
    expect(await ids({ state: "late" })).toEqual(lateness > 0 ? ["a"] : []);
  });

  it("counts documents that are there, and says them in the language asked for", async () => {
    await add("a");
    const document = (key: string, removed_at: Date | null) => ({
      workspace_id: stage.workspaceId,
      id: randomUUID(),
      connector_id: "a",
      key,
      key_hash: Buffer.from(key),
      title: key,
      text: "",
      mime: "text/plain",
      content_hash: Buffer.from(key),
      updated_at: at(`0${key}:00:00`),
      removed_at,
    });
    await stage.admin
      .insertInto("documents")
      .values([document("1", null), document("2", null), document("3", at("04:00:00"))])
      .execute();
    const [row] = (await ask(list, { locale: "pt-BR" })).body.items;
    expect(row).toMatchObject({ documents: 2, documents_changed_at: "2026-11-24T02:00:00.000Z" });
    expect(row.description).toBe("Às 06:00");
  });
});

describe("the list", () => {
  /** One of each kind, most of them equal to another in what they are ordered by. */
  async function addMany(): Promise<void> {
    await add("a-late", { ...daily, nextRunAt: at("12:00:00") }, { name: "Same", failures: 2 });
    await add("b-late", { ...daily, nextRunAt: at("12:00:00") }, { name: "same" });
    await add("c-later", { ...daily, nextRunAt: at("11:00:00") }, { name: "Übung", type: "jira" });
    await add("d-soon", { ...daily, nextRunAt: at("12:30:00") }, { last_success_at: at("06:00:00") });
    await add(
      "e-done",
      { type: "when", value: at("01:00:00").toISOString(), state: "done" },
      { failures: 1 },
    );
    await add("f-wait", { type: "imed", value: null, state: "waiting_for_collection", inCollection: false });
    await add("g-keys", daily, { health: "needs_credentials", last_success_at: at("06:00:00") });
    await add("h-paused", { ...daily, state: "paused", nextRunAt: null }, { failures: 3 });
    // Equal to the millisecond, not to the microsecond.
    await add("i-runs", daily, { last_success_at: "2026-11-24T06:00:00.000001Z", created_by: viewer.userId });
    await addRuns("i-runs", [{ state: "interrupted", created: at("12:00:00") }]);
    await addRuns("d-soon", [{ state: "queued", created: at("12:00:00") }]);
    await addRuns("a-late", [{ state: "failed", created: at("11:00:00"), tookS: 1 }]);
  }

  it.each<[Query, string]>([
    [{}, "c a b d g i e f h"],
    [{ sort: "next_run" }, "c a b d g i e f h"],
    [{ sort: "next_run", order: "desc" }, "i g d b a c h f e"],
    [{ sort: "name" }, "d e f g h i a b c"],
    [{ sort: "name", order: "desc" }, "c b a i h g f e d"],
    [{ sort: "last_success" }, "d g i a b c e f h"],
    [{ sort: "last_success", order: "desc" }, "i g d h f e c b a"],
    [{ sort: "lateness", order: "desc" }, "c a b d e f g h i"],
    [{ sort: "lateness" }, "i h g f e d b a c"],
    [{ sort: "created" }, "a b c d e f g h i"],
    [{ sort: "created", order: "desc" }, "i h g f e d c b a"],
  ])("in the order %j is whole, however it is cut into pages", async (query, expected) => {
    await addMany();
    for (const limit of [1, 2, 3, 5, 200]) {
      const seen = await paged(query, limit);
      // Lateness ascending ends with the latest; ids run backwards like everything else.
      expect(seen.map((id) => id[0]).join(" "), `limit ${limit}`).toBe(expected);
    }
  });

  it.each<[Query, string]>([
    [{ q: "SAME" }, "a b"],
    [{ q: "-LATE" }, "c a b"],
    [{ q: "üb" }, "c"],
    [{ q: "%" }, ""],
    [{ q: "_" }, ""],
    [{ connector_type: "jira" }, "c"],
    [{ type: "imed" }, "f"],
    [{ type: "when" }, "e"],
    [{ state: "active" }, "c a b d g i"],
    [{ state: "waiting_for_collection" }, "f"],
    [{ state: "paused" }, "h"],
    [{ state: "done" }, "e"],
    [{ state: "running" }, "d i"],
    [{ state: "late" }, "c a b"],
    [{ state: "failing" }, "a e h"],
    [{ state: "needs_credentials" }, "g"],
    [{ state: "needs_attention" }, "c a b g e"],
    [{ state: "due_within_hour" }, "c a b d"],
    [{ state: "paused_or_waiting" }, "f h"],
    [{ next_run_from: "2026-11-24T12:00:00Z", next_run_to: "2026-11-24T12:30:00Z" }, "a b"],
    [{ next_run_from: "2026-11-24T12:30:00Z", next_run_to: "2026-11-25" }, "d"],
    [{ state: "failing", type: "cron", q: "same" }, "a"],
    [{ connector_ids: "d-soon,a-late,nobody" }, "a d"],
    [{ connector_ids: "d-soon,a-late", q: "same" }, "a"],
    [{ connector_ids: "d-soon", state: "late" }, ""],
  ])("filtered by %j shows %j", async (query, expected) => {
    await addMany();
    expect((await ids(query)).map((id) => id[0]).join(" ")).toBe(expected);
    const inPages = await paged({ ...query, sort: "lateness", order: "desc" }, 1);
    expect(inPages.map((id) => id[0]).sort()).toEqual(expected.split(" ").filter(Boolean).sort());
  });

  it.each<[from: string, to: string, expected: string]>([
    ["2026-11-24T13:00:00Z", "2026-11-24T14:00:00Z", "often"],
    ["2026-11-25T06:00:00Z", "2026-11-25T07:00:00Z", "daily often once"],
    ["2026-11-25T06:15:00Z", "2026-11-25T07:00:00Z", "once"],
    ["2026-11-25T21:00:00Z", "2026-11-25T21:15:00Z", "often tokyo"],
    ["2026-11-28T06:00:00Z", "2026-11-28T06:15:00Z", "daily often"],
  ])("filtered by what is planned from %s to %s shows %s", async (planned_from, planned_to, expected) => {
    await add("daily");
    await add("often", { type: "cron", value: "7 * * * *", nextRunAt: at("13:07:00") });
    const tokyo = { ...daily, timezone: "Asia/Tokyo", nextRunAt: at("21:00:00") };
    await add("tokyo", tokyo);
    await add("off", { ...daily, state: "paused", nextRunAt: null });
    const once = new Date("2026-11-25T06:40:00Z");
    await add("once", { type: "when", value: once.toISOString(), nextRunAt: once });
    const found = await ids({ planned_from, planned_to });
    expect(found.toSorted().join(" ")).toBe(expected);
    expect((await paged({ planned_from, planned_to }, 1)).toSorted()).toEqual(found.toSorted());
  });

  it("filters by collection and by who created", async () => {
    await addMany();
    expect(await ids({ collection_id: stage.collectionId.toUpperCase() })).toHaveLength(8);
    expect(await ids({ collection_id: randomUUID() })).toEqual([]);
    expect(await ids({ created_by: viewer.userId })).toEqual(["i-runs"]);
    expect(await ids({ created_by: randomUUID() })).toEqual([]);
  });

  it("moves no row between pages because time passed", async () => {
    for (const [id, minute] of Object.entries({ a: 10, b: 5, c: 6, d: 9, e: 1 })) {
      await add(id, { ...daily, nextRunAt: new Date(at("12:00:00").getTime() + minute * 60_000) });
    }
    const query = { sort: "lateness", order: "desc", limit: 2 };
    const first = await ask(list, query);
    expect(first.body.items.map((row: { connector_id: string }) => row.connector_id)).toEqual(["e", "b"]);
    now = at("12:20:00");
    const rest = await paged({ ...query, cursor: first.body.next_cursor }, 50);
    expect(rest).toEqual(["a", "c", "d"]);
  });

  const cursor = (...values: (string | number)[]) =>
    Buffer.from(JSON.stringify(values)).toString("base64url");
  const judged = "2026-11-24T12:00:00.000000Z";
  it.each<[Query, string]>([
    [{ state: "sleeping" }, "state"],
    [{ connector_type: "ftp" }, "connector_type"],
    [{ type: "often" }, "type"],
    [{ sort: "colour" }, "sort"],
    [{ order: "up" }, "order"],
    [{ collection_id: "x" }, "collection_id"],
    [{ created_by: "me" }, "created_by"],
    [{ next_run_from: "soon" }, "next_run_from"],
    [{ planned_from: "2026-11-25" }, "planned_to"],
    [{ planned_to: "2026-11-25" }, "planned_to"],
    [{ planned_from: "2026-11-25", planned_to: "2026-11-25" }, "planned_to"],
    [{ planned_from: "2026-11-25", planned_to: "2026-12-03" }, "planned_to"],
    [{ connector_ids: "a,,b" }, "connector_ids.1"],
    [{ connector_ids: Array.from({ length: 201 }, (_, n) => n).join() }, "connector_ids"],
    [{ limit: 201 }, "limit"],
    [{ cursor: "nonsense" }, "cursor"],
    [{ cursor: cursor("next_run asc", 0, "x", "a", judged) }, "cursor"],
    [{ cursor: cursor("next_run asc", 0, judged, "no id", judged) }, "cursor"],
    [{ cursor: cursor("next_run asc", 0, judged, "a", "2026-02-30T12:00:00.000000Z") }, "cursor"],
    [{ cursor: cursor("next_run asc", 1, judged, "a", judged) }, "cursor"],
    [{ cursor: cursor("next_run asc", 2, "", "a", judged) }, "cursor"],
    [{ cursor: cursor("next_run asc", "constructor", "", "a", judged) }, "cursor"],
    [{ sort: "name", cursor: cursor("next_run asc", 0, judged, "a", judged) }, "cursor"],
    [{ sort: "name", cursor: cursor("name asc", 0, "a\u0000", "a", judged) }, "cursor"],
    [{ sort: "name", cursor: cursor("name asc", 0, "\ud800", "a", judged) }, "cursor"],
    [{ sort: "name", cursor: cursor("id asc", 0, "", "a", judged) }, "cursor"],
  ])("refuses %j and names it", async (query, path) => {
    expect(await ask(list, query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it("goes on behind the longest name there can be", async () => {
    await add("a", daily, { name: "\u{1F600}".repeat(100) });
    await add("b", daily, { name: "\u{1F600}".repeat(100) });
    expect(await paged({ sort: "name" }, 1)).toEqual(["a", "b"]);
  });

  it("shows nothing of another workspace", async () => {
    await addMany();
    const other = await openStage(database);
    const stranger = await createActor(database, other.workspaceId, "owner");
    expect((await ask(list, {}, { of: other.workspaceId, token: stranger.token })).body.items).toEqual([]);
    expect(await ask(list, {}, { token: stranger.token })).toMatchObject({ status: 403 });
    const counted = (await ask(summary, {}, { of: other.workspaceId, token: stranger.token })).body;
    expect(counted).toMatchObject({ total: 0, overdue: 0, forecast: { schedules: 0 } });
    await other.close();
  });
});

describe("the summary", () => {
  const zone = { timezone: "America/Sao_Paulo" };

  it("counts what the list filters by", async () => {
    await add("late", { ...daily, nextRunAt: at("12:00:00") });
    await add("soon", { ...daily, nextRunAt: at("12:30:00") }, { failures: 1 });
    await add("keys", daily, { health: "needs_credentials" });
    await add("both", { ...daily, nextRunAt: at("11:00:00") }, { health: "needs_credentials", failures: 4 });
    await add("paused", { ...daily, state: "paused", nextRunAt: null }, { failures: 1 });
    await add("wait", { type: "imed", value: null, state: "waiting_for_collection" });
    await addRuns("soon", [{ state: "queued", created: at("12:00:00") }]);
    const { status, body } = await ask(summary, zone);
    expect(status).toBe(200);
    expect(summarySchema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ at: now.toISOString(), total: 6, overdue: 2, orphans: null });
    expect(body.counters).toEqual({
      needs_attention: 4,
      running: 1,
      due_within_hour: 3,
      paused_or_waiting: 2,
    });
    for (const [state, count] of Object.entries(body.counters)) {
      expect(await ids({ state }), state).toHaveLength(count as number);
    }
    expect(await ids({ state: "late" })).toHaveLength(body.overdue);
  });

  it("tells what the reconciler found last", async () => {
    const row = { at: at("12:00:00"), schedules_without_job: 1, jobs_without_schedule: 2, repaired: 3 };
    await stage.admin.insertInto("reconciler_reports").values(row).execute();
    expect((await ask(summary)).body.orphans).toEqual({ count: 3, at: "2026-11-24T12:00:00.000Z" });
    await stage.admin.deleteFrom("reconciler_reports").execute();
  });

  it("shows the past by what runs came to, and the next day by what is planned", async () => {
    await add("often", { type: "cron", value: "*/5 * * * *", nextRunAt: at("12:10:00") });
    await add("daily", { ...daily, value: "10 12 * * *", nextRunAt: at("12:10:00") });
    await add("once", { type: "when", value: at("12:31:00").toISOString(), nextRunAt: at("12:31:00") });
    await add("off", { ...daily, value: "* * * * *", state: "paused", nextRunAt: null });
    await addRuns("often", [
      { state: "succeeded", created: at("12:00:00"), tookS: 1 },
      { state: "succeeded", created: at("11:59:59"), tookS: 1 },
      { state: "failed", created: at("11:50:00"), tookS: 1 },
      { state: "skipped", created: new Date("2026-11-23T12:15:00Z") },
      { state: "skipped", created: new Date("2026-11-23T12:14:59Z") },
    ]);
    const { next_24_hours: next, past_24_hours: past, forecast } = (await ask(summary, zone)).body;
    expect([next.length, past.length]).toEqual([96, 96]);
    expect(next.slice(0, 3)).toEqual([
      { from: "2026-11-24T12:00:00.000Z", schedules: 2, runs: 2 },
      { from: "2026-11-24T12:15:00.000Z", schedules: 1, runs: 3 },
      { from: "2026-11-24T12:30:00.000Z", schedules: 2, runs: 4 },
    ]);
    expect(past[95]).toEqual({ from: "2026-11-24T12:00:00.000Z", runs: { succeeded: 1 } });
    expect(past[94].runs).toEqual({ succeeded: 1, failed: 1 });
    expect(past[0]).toEqual({ from: "2026-11-23T12:15:00.000Z", runs: { skipped: 1 } });
    expect(forecast).toEqual({ schedules: 3, of: 3, truncated: false });
  });

  it("shows a whole week by day and hour of the zone asked for", async () => {
    await add("daily", { ...daily, timezone: "Asia/Tokyo", value: "0,30 6 * * 1-5" });
    await add("hourly", { type: "cron", value: "0 * * * *", nextRunAt: at("13:00:00") });
    await add("once", {
      type: "when",
      value: "2026-11-29T03:30:00Z",
      nextRunAt: new Date("2026-11-29T03:30:00Z"),
    });
    await add("far", {
      type: "when",
      value: "2027-11-29T03:30:00Z",
      nextRunAt: new Date("2027-11-29T03:30:00Z"),
    });
    const { week } = (await ask(summary, zone)).body;
    expect(week).toMatchObject({
      timezone: "America/Sao_Paulo",
      from: "2026-11-24T12:15:00.000Z",
      to: "2026-12-01T12:15:00.000Z",
    });
    // 06:00 in Tokyo is 18:00 in São Paulo, the day before; 03:30 UTC on a Sunday is half past midnight there.
    const expected = Array.from({ length: 7 }, (_, day) =>
      Array.from({ length: 24 }, (_, hour) => {
        const isTokyo = hour === 18 && [6, 0, 1, 2, 3].includes(day);
        const isOnce = hour === 0 && day === 6;
        return 1 + (isTokyo ? 2 : 0) + (isOnce ? 1 : 0);
      }),
    );
    expect(week.hours).toEqual(expected);
  });

  it("takes the workspace's zone unless told, and refuses what is none", async () => {
    await stage.admin
      .updateTable("workspaces")
      .set({ time_zone: "Asia/Kolkata" })
      .where("id", "=", stage.workspaceId)
      .execute();
    expect((await ask(summary)).body.week.timezone).toBe("Asia/Kolkata");
    const refused = await ask(summary, { timezone: "Mars/Base" });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: "timezone" }] } });
    expect(refused.body.errors[0].message).toContain("Mars/Base");
  });
});
