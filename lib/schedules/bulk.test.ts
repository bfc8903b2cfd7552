import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as bulk } from "#app/v1/workspaces/[workspace_id]/schedules/bulk/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/schedules/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createActor, type TestActor } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { type BulkAnswer, bulkActions, bulkSchema } from "./bulk-schemas.ts";
import { openStage, type SeededSchedule, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let stage: Stage;
let admin: TestActor;
const now = new Date("2026-11-24T12:07:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  stage = await openStage(database);
  admin = await createActor(database, stage.workspaceId, "admin");
});
afterEach(() => stage.close());

const next = new Date("2026-11-25T06:00:00Z");
const daily: SeededSchedule = { type: "cron", value: "0 6 * * *", nextRunAt: next };

type Actor = { of?: string; token?: string };

function ask(body: object, { of = stage.workspaceId, token = admin.token }: Actor = {}) {
  return call(bulk, { params: { workspace_id: of }, token, body });
}

async function change(body: object, actor?: Actor): Promise<BulkAnswer> {
  const answer = await ask(body, actor);
  expect(answer.body).toMatchObject({ items: expect.any(Array) });
  expect(answer.status).toBe(200);
  expect(bulkSchema.parse(answer.body)).toEqual(answer.body);
  return answer.body;
}

const outcomes = ({ items }: BulkAnswer) =>
  Object.fromEntries(items.map((item) => [item.connector_id, item.outcome]));

/** Everything that a change could touch: schedules, jobs, runs, connectors, audit. */
async function everything() {
  const of = (table: "schedules" | "runs" | "connectors" | "audit_log") =>
    stage.admin.selectFrom(table).selectAll().where("workspace_id", "=", stage.workspaceId).execute();
  const rows = await Promise.all([of("schedules"), of("runs"), of("connectors"), of("audit_log")]);
  return { rows, jobs: await stage.occurrences(), queued: await stage.queuedRunIds() };
}

async function audited(): Promise<string[]> {
  const rows = await stage.admin
    .selectFrom("audit_log")
    .select(["action", "target_id"])
    .where("workspace_id", "=", stage.workspaceId)
    .orderBy("id")
    .execute();
  return rows.map((row) => `${row.action} ${row.target_id}`);
}

async function seedKinds(): Promise<void> {
  await stage.add("cron", daily);
  await stage.add("lonely", { ...daily, inCollection: false });
  await stage.add("paused", { ...daily, state: "paused", nextRunAt: null });
  await stage.add("done", { type: "when", value: "2026-11-20T06:00:00.000Z", state: "done" });
  await stage.add("busy", daily);
  await stage.admin
    .insertInto("runs")
    .values({
      workspace_id: stage.workspaceId,
      id: randomUUID(),
      connector_id: "busy",
      trigger: "manual",
      state: "running",
    })
    .execute();
}
const kinds = ["cron", "lonely", "paused", "done", "busy", "missing"];

const yes = "changed";
const same = "unchanged";
const no = "refused";

describe("a bulk change", () => {
  it.each([
    ["pause", {}, [yes, yes, same, no, yes, no]],
    ["resume", {}, [same, same, yes, same, same, no]],
    ["run_now", {}, [yes, no, yes, yes, no, no]],
    ["reschedule", { timezone: "Asia/Tokyo" }, [yes, yes, yes, no, yes, no]],
    ["reschedule", { scheduler_type: "cron", scheduler_value: "7 6 * * *" }, [yes, yes, yes, yes, yes, no]],
    ["reschedule", { scheduler_value: "7 6 * * *" }, [yes, yes, yes, no, yes, no]],
    ["delete", {}, [yes, yes, yes, yes, yes, no]],
  ])("%s %j says beforehand what it does: %j", async (action, more, expected) => {
    await seedKinds();
    const before = await everything();
    const body = { action, ...more, connector_ids: kinds };
    const preview = await change({ ...body, dry_run: true });
    expect(await everything()).toEqual(before);
    const answer = await change(body);
    expect(outcomes(answer)).toEqual(Object.fromEntries(kinds.map((id, at) => [id, expected[at]])));
    expect({
      ...answer,
      dry_run: true,
      items: answer.items.map((item) => ({ ...item, run_id: null })),
    }).toEqual(preview);
    for (const [outcome, count] of [
      [yes, answer.changed],
      [same, answer.unchanged],
      [no, answer.refused],
    ]) {
      expect(count).toBe(expected.filter((one) => one === outcome).length);
    }
    for (const item of answer.items) {
      expect(item.reason === null, item.connector_id).toBe(item.outcome === yes);
    }
  });

  it("gives each of several schedules a value of its own", async () => {
    await stage.add("a", daily);
    await stage.add("b", daily);
    const schedules = [
      { connector_id: "a", scheduler_value: "8 6 * * *" },
      { connector_id: "b", scheduler_value: "not a time" },
    ];
    const { items } = await change({ action: "reschedule", schedules });
    expect(items.map(({ outcome, after }) => [outcome, after?.value])).toEqual([
      ["changed", "8 6 * * *"],
      ["refused", undefined],
    ]);
    expect(await stage.scheduleRow("b")).toMatchObject({ value: "0 6 * * *" });
  });

  it("pauses with its reason, moves the jobs, and tells before and after", async () => {
    await stage.add("moving", daily);
    const { items } = await change({
      action: "pause",
      connector_ids: ["moving"],
      reason: "The site is moving",
    });
    expect(items[0]).toEqual({
      connector_id: "moving",
      connector_name: "moving",
      outcome: "changed",
      reason: null,
      before: {
        type: "cron",
        value: "0 6 * * *",
        timezone: "Etc/UTC",
        missed: "run_once",
        state: "active",
        next_run_at: next.toISOString(),
        description: "At 06:00",
      },
      after: expect.objectContaining({ state: "paused", next_run_at: null }),
      run_id: null,
      documents: null,
    });
    expect(await stage.scheduleRow("moving")).toMatchObject({ pause_reason: "The site is moving" });
    expect(Object.fromEntries(await stage.occurrences())).not.toHaveProperty("moving");
    expect(await audited()).toEqual(["schedule.pause moving"]);
  });

  it("queues runs, and says why it can't", async () => {
    await seedKinds();
    const { items } = await change({ action: "run_now", connector_ids: kinds });
    const reasons = Object.fromEntries(items.map((item) => [item.connector_id, item.reason]));
    expect(reasons.lonely).toContain("Add it to a collection");
    expect(reasons.busy).toContain("going on already");
    expect(reasons.missing).toContain("There is no connector “missing”");
    expect(await stage.queuedRunIds()).toEqual(
      expect.arrayContaining(items.flatMap((item) => (item.run_id ? [item.run_id] : []))),
    );
    expect((await audited()).filter((line) => line.startsWith("run.start"))).toHaveLength(3);
  });

  it("deletes what it takes with it, once however often it is named", async () => {
    await stage.add("a", daily);
    await stage.add("b", daily);
    await stage.admin
      .insertInto("documents")
      .values({
        workspace_id: stage.workspaceId,
        id: randomUUID(),
        connector_id: "a",
        key: "k",
        key_hash: Buffer.from("k"),
        title: "k",
        text: "",
        mime: "text/plain",
        content_hash: Buffer.from("k"),
      })
      .execute();
    const body = { action: "delete", connector_ids: ["a", "b", "a"] };
    const answer = await change(body);
    expect(answer).toMatchObject({ changed: 2, refused: 0 });
    expect(answer.items.map((item) => item.documents)).toEqual([1, 0]);
    expect(await change(body)).toMatchObject({ changed: 0, refused: 2 });
    expect(await audited()).toEqual(["connector.delete a", "connector.delete b"]);
  });

  it("takes a filter of the list, and goes on from page to page while it changes what it filters", async () => {
    const { workspaceId } = stage;
    const seeded = Array.from({ length: 1003 }, (_, n) => `c-${String(n).padStart(4, "0")}`);
    await stage.admin
      .insertInto("connectors")
      .values(seeded.map((id) => ({ workspace_id: workspaceId, id, name: id, type: "upload", slots: "{}" })))
      .execute();
    const imed = { type: "imed", timezone: "Etc/UTC", state: "waiting_for_collection" };
    await stage.admin
      .insertInto("schedules")
      .values(seeded.map((id) => ({ workspace_id: workspaceId, connector_id: id, ...imed })))
      .execute();
    await stage.add("other", daily);
    const body = { action: "pause", filter: { state: "waiting_for_collection" } };
    const preview = await change({ ...body, dry_run: true });
    const first = await change(body);
    expect(first).toMatchObject({ changed: 1000, next_cursor: preview.next_cursor });
    const second = await change({ ...body, cursor: first.next_cursor });
    expect(second).toMatchObject({ changed: 3, next_cursor: null });
    expect([...first.items, ...second.items].map((item) => item.connector_id)).toEqual(seeded);
    expect(await stage.scheduleRow("other")).toMatchObject({ state: "active" });
    const shown = await call(list, {
      params: { workspace_id: workspaceId },
      token: admin.token,
      query: { state: "paused", limit: 200 },
    });
    expect(shown.body.items).toHaveLength(200);
  }, 60_000);

  it("is for those who may do each one alone", async () => {
    await stage.add("a", daily);
    const roles = { viewer: [], editor: ["run_now", "delete"], admin: bulkActions };
    for (const [role, allowed] of Object.entries(roles)) {
      const { token } = await createActor(database, stage.workspaceId, role as "viewer");
      for (const action of bulkActions) {
        const timing = action === "reschedule" ? { missed: "skip" } : {};
        const { status } = await ask({ action, ...timing, connector_ids: ["a"], dry_run: true }, { token });
        expect(status, `${role} ${action}`).toBe((allowed as string[]).includes(action) ? 200 : 403);
      }
    }
  });

  it("reaches nothing of another workspace", async () => {
    await stage.add("a", daily);
    const other = await openStage(database);
    const stranger = {
      of: other.workspaceId,
      token: (await createActor(database, other.workspaceId, "owner")).token,
    };
    const before = await everything();
    for (const action of ["pause", "resume", "run_now", "delete"]) {
      const answer = await change({ action, connector_ids: ["a"] }, stranger);
      expect(answer.items).toMatchObject([{ outcome: "refused", connector_name: null, before: null }]);
      expect(answer.items[0]?.reason).toBe("There is no connector “a” in this workspace.");
    }
    expect(await change({ action: "delete", filter: { type: "cron" } }, stranger)).toMatchObject({
      items: [],
    });
    expect(await ask({ action: "pause", connector_ids: ["a"] }, { token: stranger.token })).toMatchObject({
      status: 403,
    });
    expect(await everything()).toEqual(before);
    await other.close();
  });

  it.each<[object, string]>([
    [{}, "action"],
    [{ action: "explode", connector_ids: ["a"] }, "action"],
    [{ action: "pause" }, "connector_ids"],
    [{ action: "pause", connector_ids: [] }, "connector_ids"],
    [{ action: "pause", schedules: [{ connector_id: "a", scheduler_value: "8 6 * * *" }] }, "schedules"],
    [{ action: "reschedule", schedules: [{ connector_id: "a" }] }, "schedules.0.scheduler_value"],
    [
      { action: "reschedule", filter: { planned_from: "2026-11-25" }, timezone: "Etc/UTC" },
      "filter.planned_to",
    ],
    [{ action: "pause", connector_ids: ["a b"] }, "connector_ids.0"],
    [{ action: "pause", connector_ids: Array.from({ length: 1001 }, (_, n) => `${n}`) }, "connector_ids"],
    [{ action: "pause", connector_ids: ["a"], filter: { state: "active" } }, "connector_ids"],
    [{ action: "delete", filter: {} }, "filter"],
    [{ action: "delete", filter: { stat: "paused" } }, "filter.stat"],
    [{ action: "delete", filter: { state: "sleeping" } }, "filter.state"],
    [{ action: "delete", filter: { state: "paused" }, cursor: "nonsense" }, "cursor"],
    [{ action: "delete", connector_ids: ["a"], cursor: "x" }, "cursor"],
    [{ action: "resume", connector_ids: ["a"], reason: "why" }, "reason"],
    [{ action: "pause", connector_ids: ["a"], reason: "x".repeat(501) }, "reason"],
    [{ action: "pause", connector_ids: ["a"], timezone: "Etc/UTC" }, "timezone"],
    [{ action: "pause", connector_ids: ["a"], dry_run: "yes" }, "dry_run"],
    [{ action: "reschedule", connector_ids: ["a"] }, "scheduler_value"],
    [{ action: "reschedule", connector_ids: ["a"], timezone: "Mars/Base" }, "timezone"],
    [
      { action: "reschedule", connector_ids: ["a"], scheduler_type: "cron", scheduler_value: "x" },
      "scheduler_value",
    ],
    [
      { action: "reschedule", connector_ids: ["a"], scheduler_type: "when", scheduler_value: "2020-01-01" },
      "scheduler_value",
    ],
    [{ action: "pause", connector_ids: ["a"], surprise: 1 }, "surprise"],
  ])("refuses %j and names it", async (body, path) => {
    await stage.add("a", daily);
    const before = await everything();
    const { status, body: answer } = await ask(body);
    expect(status).toBe(400);
    expect(answer.errors.map((error: { path: string }) => error.path)).toContain(path);
    expect(await everything()).toEqual(before);
  });
});
