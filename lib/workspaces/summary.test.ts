import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET } from "#app/v1/workspaces/[workspace_id]/summary/route.ts";
import type { Context } from "#lib/context.ts";
import { documentsByDay } from "#lib/documents/by-day.ts";
import { gone, text } from "#lib/runs/testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { listUpcoming } from "#lib/schedules/upcoming.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";

let stage: RunStage;
let here: TestWorkspace;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());

const context = (now: string): Context => ({
  ...stage.engine,
  now: () => new Date(now),
  workspaceId: here.workspaceId,
  timeZone: "Etc/UTC",
  requestId: "none",
  actor: { type: "system", name: "test" },
  role: "viewer",
});

/** A run that ended then. */
async function runAt(connector: Connector, at: string, items: Parameters<RunStage["run"]>[1]) {
  const { id } = await stage.run(connector, items);
  const when = new Date(at);
  await stage.admin
    .updateTable("runs")
    .set({ created_at: when, started_at: when, finished_at: when })
    .where("id", "=", id)
    .execute();
}

describe("documents by day", () => {
  it("counts back from today by what runs did, in the days of a zone", async () => {
    const connector = await stage.addConnector({ workspaceId: here.workspaceId });
    await runAt(connector, "2026-11-20T12:00:00Z", [[text("a"), text("b")]]);
    await runAt(connector, "2026-11-22T12:00:00Z", [[text("c"), text("d"), text("a", "changed")]]);
    await runAt(connector, "2026-11-24T01:30:00Z", [[gone("b")]]);
    const days = async (timezone: string) => {
      const told = await documentsByDay(context("2026-11-24T12:00:00Z"), { days: 4, timezone });
      return told.days.map(({ day, documents, added, updated, deleted }) => [
        day.slice(-2),
        documents,
        added,
        updated,
        deleted,
      ]);
    };
    expect(await days("Etc/UTC")).toEqual([
      ["21", 2, 0, 0, 0],
      ["22", 4, 2, 1, 0],
      ["23", 4, 0, 0, 0],
      ["24", 3, 0, 0, 1],
    ]);
    expect((await days("America/Sao_Paulo")).slice(2)).toEqual([
      ["23", 3, 0, 0, 1],
      ["24", 3, 0, 0, 0],
    ]);
  });
});

describe("upcoming", () => {
  it("tells who runs within 24 hours, first things first, with every instant", async () => {
    const now = "2026-11-24T12:00:00Z";
    const plan = async (value: string, next: string, state = "active") => {
      const connector = await stage.addConnector({ workspaceId: here.workspaceId });
      await stage.admin
        .updateTable("schedules")
        .set({ type: "cron", value, next_run_at: new Date(next), state })
        .where("connector_id", "=", connector.connectorId)
        .execute();
      return connector.connectorId;
    };
    const daily = await plan("0 6 * * *", "2026-11-25T06:00:00Z");
    const twice = await plan("0 3,15 * * *", "2026-11-24T15:00:00Z");
    const often = await plan("* * * * *", "2026-11-24T12:01:00Z");
    await plan("0 6 1 * *", "2026-12-01T06:00:00Z");
    await plan("0 6 * * *", "2026-11-25T06:00:00Z", "paused");
    const { total, to, connectors } = await listUpcoming(context(now), {});
    expect([total, to]).toEqual([3, "2026-11-25T12:00:00.000Z"]);
    expect(connectors.map((one) => [one.connector_id, one.instants.length, one.more])).toEqual([
      [often, 288, true],
      [twice, 2, false],
      [daily, 1, false],
    ]);
    expect(connectors[1]?.instants).toEqual(["2026-11-24T15:00:00.000Z", "2026-11-25T03:00:00.000Z"]);
    const fewest = await listUpcoming(context(now), { limit: 1 });
    expect([fewest.total, fewest.connectors.length]).toEqual([3, 1]);
  });
});

describe("the door", () => {
  it("tells all of it to viewers, in the zone that they name", async () => {
    const ask = (query: Record<string, string>) =>
      call(GET, { params: { workspace_id: here.workspaceId }, token: here.viewer.token, query });
    const { status, body } = await ask({ timezone: "Asia/Kolkata", days: "7" });
    expect(status).toBe(200);
    expect(body.documents).toMatchObject({ timezone: "Asia/Kolkata", total: 3 });
    expect(body.documents.days).toHaveLength(7);
    expect(Object.keys(body)).toEqual(["attention", "upcoming", "documents"]);
    expect((await ask({ timezone: "Mars/Olympus" })).status).toBe(400);
    expect((await ask({ days: "91" })).status).toBe(400);
  });
});
