import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as spread } from "#app/v1/workspaces/[workspace_id]/schedules/spread/route.ts";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { createActor, type TestActor } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { useServices } from "#lib/testing/services.ts";
import { nextInstant, scheduleOf } from "./next.ts";
import { type SpreadAnswer, spreadSchema } from "./spread-schemas.ts";
import { openStage, type Stage } from "./testing/seed.ts";

let database: TestDatabase;
let stage: Stage;
let viewer: TestActor;
const now = new Date("2026-11-24T12:07:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
  await useServices(database, () => now);
});
afterAll(() => database[Symbol.asyncDispose]());
beforeEach(async () => {
  stage = await openStage(database);
  viewer = await createActor(database, stage.workspaceId, "viewer");
});
afterEach(() => stage.close());

async function add(id: string, value: string, timezone = "Etc/UTC", state = "active"): Promise<void> {
  const nextRunAt =
    state === "active" ? nextInstant(scheduleOf({ type: "cron", value, timezone }), now) : null;
  await stage.add(id, { type: "cron", value, timezone, state, nextRunAt });
}

async function propose(connector_ids: string[]): Promise<SpreadAnswer> {
  const params = { workspace_id: stage.workspaceId };
  const { status, body } = await call(spread, { params, token: viewer.token, body: { connector_ids } });
  expect(status).toBe(200);
  return spreadSchema.parse(body);
}

describe("a proposal", () => {
  it("moves what crowds one minute apart, and tells the crowd before and after", async () => {
    for (const id of ["a", "b", "c", "d"]) await add(id, "0 6 * * *");
    const { items, before, after } = await propose(["a", "b", "c"]);
    expect(items.map((item) => [item.connector_id, item.before, item.after, item.left_because])).toEqual([
      ["a", "0 6 * * *", "8 6 * * *", null],
      ["b", "0 6 * * *", "16 6 * * *", null],
      ["c", "0 6 * * *", "24 6 * * *", null],
    ]);
    expect([before.busiest, after.busiest]).toEqual([4, 1]);
    expect(before.minutes[0]).toBe(28);
    expect([0, 8, 16, 24].map((minute) => after.minutes[minute])).toEqual([7, 7, 7, 7]);
  });

  it("counts schedules of other zones where they are at the same time", async () => {
    // 06:00 in Kolkata is 00:30 UTC.
    await add("kolkata", "0 6 * * *", "Asia/Kolkata");
    await add("utc", "30 0 * * *");
    const { items, before } = await propose(["kolkata"]);
    expect(before).toMatchObject({ busiest: 2 });
    expect(items[0]).toMatchObject({ after: "8 6 * * *" });
  });

  it("writes an alias out, and moves only its minute", async () => {
    await add("daily", "@daily", "America/Sao_Paulo");
    await add("other", "0 0 * * *", "America/Sao_Paulo");
    expect((await propose(["daily"])).items[0]).toMatchObject({ before: "@daily", after: "8 0 * * *" });
  });

  it.each<[string, string, string, string]>([
    ["runs every few minutes", "*/15 * * * *", "active", "several_minutes"],
    ["runs at two minutes", "0,30 6 * * *", "active", "several_minutes"],
    ["is paused", "0 6 * * *", "paused", "not_active"],
    ["doesn't run this week", "0 6 15 6 *", "active", "not_this_week"],
    ["is alone already", "17 6 * * *", "active", "calm"],
  ])("leaves what %s as it is, and says why", async (_, value, state, why) => {
    await add("one", value, "Etc/UTC", state);
    await add("two", "17 7 * * *");
    const { items } = await propose(["one"]);
    expect(items[0]).toMatchObject({ before: value, after: null, left_because: why });
  });

  it("leaves what isn't cron, and what isn't here", async () => {
    await stage.add("once", { type: "when", value: "2026-11-25T06:00:00.000Z" });
    const { items } = await propose(["once", "nobody"]);
    expect(items.map((item) => item.left_because)).toEqual(["not_cron", "unknown"]);
  });
});
