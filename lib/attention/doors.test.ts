import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET } from "#app/v1/workspaces/[workspace_id]/attention/route.ts";
import { text } from "#lib/runs/testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { countAttention } from "./count.ts";
import type { AttentionItem } from "./schemas.ts";

let stage: RunStage;
let here: TestWorkspace;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  here = await createWorkspace(stage.database);
});

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

async function ask(query: Record<string, string | number> = {}) {
  const answer = await call(GET, {
    params: { workspace_id: here.workspaceId },
    token: here.viewer.token,
    query,
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

async function connect(of = here.workspaceId): Promise<Connector> {
  const connector = await stage.addConnector({ workspaceId: of, deletions: "listing" });
  await stage.associate(connector);
  return connector;
}

const schedule = ({ connectorId }: Connector, values: Record<string, unknown>) =>
  stage.admin.updateTable("schedules").set(values).where("connector_id", "=", connectorId).execute();

const kinds = (items: AttentionItem[]) => items.map(({ kind }) => kind);

describe("attention", () => {
  it("finds nothing where all is well, also in a neighbour's trouble", async () => {
    await stage.run(await connect(), [[text("a")]]);
    const elsewhere = await connect(here.foreign.workspaceId);
    await schedule(elsewhere, { state: "waiting_for_collection" });
    const none = {
      needs_credentials: 0,
      failing: 0,
      held_deletions: 0,
      stalled: 0,
      waiting_for_collection: 0,
    };
    expect(await ask()).toEqual({ total: 0, counts: none, items: [] });
  });

  it("tells a failing connector with its last reason, until it succeeds", async () => {
    const connector = await connect();
    connector.source.before = () => {
      throw new Error("boom");
    };
    await stage.run(connector, [[text("a")]]);
    const failed = await stage.run(connector, [[text("a")]]);
    const { total, items } = await ask();
    expect(total).toBe(1);
    expect(items).toMatchObject([
      { kind: "failing", connector_id: connector.connectorId, failures: 2, run_id: failed.id },
    ]);
    expect(items[0].reason).toContain("on our side");
    await schedule(connector, { state: "paused" });
    expect((await ask()).total).toBe(0);
    await schedule(connector, { state: "active" });
    connector.source.before = () => {};
    await stage.run(connector, [[text("a")]]);
    expect((await ask()).total).toBe(0);
  });

  it("tells refused credentials once, not as a failure too", async () => {
    const connector = await connect();
    await stage.admin
      .updateTable("connectors")
      .set({ health: "needs_credentials", failures: 3 })
      .where("id", "=", connector.connectorId)
      .execute();
    expect(kinds((await ask()).items)).toEqual(["needs_credentials"]);
  });

  it("tells deletions that wait for a decision, also of a paused connector", async () => {
    const connector = await connect();
    const many = Array.from({ length: 60 }, (_, at) => text(`${at}`));
    await stage.run(connector, [many]);
    await stage.run(connector, [many.slice(0, 20)]);
    const second = await stage.run(connector, [many.slice(0, 20)]);
    await schedule(connector, { state: "paused" });
    const { items } = await ask();
    expect(items).toMatchObject([{ kind: "held_deletions", documents: 40, run_id: second.id }]);
    expect(items[0].held_deletion_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(items[0].reason).toContain("40 of 60 documents");
  });

  it("tells what is stalled: late schedules, runs that nobody takes, silent workers", async () => {
    const [late, queued, silent, fresh] = [
      await connect(),
      await connect(),
      await connect(),
      await connect(),
    ];
    await schedule(late, { type: "cron", value: "0 6 * * *", next_run_at: minutesAgo(3) });
    const waiting = await stage.queue(queued);
    await stage.admin
      .updateTable("runs")
      .set({ created_at: minutesAgo(20) })
      .where("id", "=", waiting)
      .execute();
    const held = await stage.queue(silent);
    await stage.admin
      .updateTable("runs")
      .set({ state: "running", lease_expires_at: minutesAgo(2) })
      .where("id", "=", held)
      .execute();
    await stage.queue(fresh);
    const { items, counts } = await ask();
    expect(counts.stalled).toBe(3);
    const told = new Map(items.map((item: AttentionItem) => [item.connector_id, item.run_id]));
    expect(told).toEqual(
      new Map([
        [silent.connectorId, held],
        [late.connectorId, null],
        [queued.connectorId, waiting],
      ]),
    );
  });

  it("shows so many of each kind, counts all, and looks at one connector when asked", async () => {
    const connectors = await Promise.all([connect(), connect(), connect()]);
    for (const connector of connectors) await schedule(connector, { state: "waiting_for_collection" });
    const { total, items } = await ask({ limit: 2 });
    expect([total, items.length]).toEqual([3, 2]);
    const [first] = connectors;
    const own = await ask({ connector_id: first.connectorId });
    expect(own).toMatchObject({ total: 1, items: [{ connector_id: first.connectorId }] });
    const ctx = { ...stage.engine, workspaceId: here.workspaceId, timeZone: "Etc/UTC", requestId: "none" };
    const viewer = { ...ctx, actor: { type: "system" as const, name: "test" }, role: "viewer" as const };
    expect((await countAttention(viewer)).total).toBe(3);
  });
});
