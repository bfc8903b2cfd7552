import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  GET as listOf,
  POST as start,
} from "#app/v1/workspaces/[workspace_id]/connectors/[connector_id]/runs/route.ts";
import { POST as restore } from "#app/v1/workspaces/[workspace_id]/documents/[document_id]/restore/route.ts";
import { POST as approve } from "#app/v1/workspaces/[workspace_id]/held-deletions/[held_deletion_id]/approve/route.ts";
import { POST as keep } from "#app/v1/workspaces/[workspace_id]/held-deletions/[held_deletion_id]/keep/route.ts";
import { GET as getHeld } from "#app/v1/workspaces/[workspace_id]/held-deletions/[held_deletion_id]/route.ts";
import { GET as listHeld } from "#app/v1/workspaces/[workspace_id]/held-deletions/route.ts";
import { POST as cancel } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/cancel/route.ts";
import { GET as items } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/items/route.ts";
import { POST as retry } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/retry/route.ts";
import { GET as getOne } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/route.ts";
import { GET as list } from "#app/v1/workspaces/[workspace_id]/runs/route.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { failed, gone, skipped, text } from "./testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
let here: TestWorkspace;
let connector: Connector;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  connector = await stage.addConnector({ workspaceId: here.workspaceId });
  await stage.associate(connector);
});

type Options = { params?: Record<string, string>; query?: Record<string, string | number>; token?: string };

function ask(door: RouteHandler, { params, query, token = here.editor.token }: Options = {}) {
  const own = { workspace_id: here.workspaceId, connector_id: connector.connectorId };
  return call(door, { params: { ...own, ...params }, query, token });
}

describe("start", () => {
  it("queues a run and says where it is; a second one is a conflict", async () => {
    const started = await ask(start);
    expect(started).toMatchObject({
      status: 202,
      body: { state: "queued", trigger: "manual", progress: null },
    });
    expect(started.headers.get("location")).toBe(
      `/v1/workspaces/${here.workspaceId}/runs/${started.body.id}`,
    );
    expect(started.body.created_by).toBe(here.editor.userId);
    expect(await stage.jobs()).toContainEqual({ runId: started.body.id, inS: expect.any(Number) });
    expect(await ask(start)).toMatchObject({ status: 409 });
    expect(await ask(getOne, { params: { run_id: started.body.id } })).toMatchObject({
      status: 200,
      body: started.body,
    });
    await stage.execute(await stage.take());
  });

  it("wants a collection, a connector that exists, and an editor", async () => {
    const lonely = await stage.addConnector({ workspaceId: here.workspaceId });
    const refused = await ask(start, { params: { connector_id: lonely.connectorId } });
    expect(refused).toMatchObject({ status: 409 });
    expect(refused.body.detail).toContain("Add it to a collection");
    expect(await ask(start, { params: { connector_id: "nobody" } })).toMatchObject({ status: 404 });
    expect(await ask(start, { token: here.viewer.token })).toMatchObject({ status: 403 });
    expect(await ask(start, { token: here.foreign.token })).toMatchObject({ status: 403 });
  });
});

describe("list", () => {
  it("pages through the runs of the connector and of the workspace, and filters", async () => {
    const ids: string[] = [];
    for (let at = 0; at < 5; at++)
      ids.unshift((await stage.run(connector, [[text("a"), failed(`${at}`)]])).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await ask(listOf, { query: { limit: 2, ...(cursor && { cursor }) } });
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      cursor = page.body.next_cursor;
    } while (cursor);
    expect(seen).toEqual(ids);
    const query = { connector_id: connector.connectorId, state: "partial", trigger: "manual" };
    expect((await ask(list, { query })).body.items).toHaveLength(5);
    expect((await ask(list, { query: { ...query, state: "succeeded" } })).body.items).toEqual([]);
    expect(await ask(list, { query: { state: "sleeping" } })).toMatchObject({ status: 400 });
    expect(await ask(list, { query: { cursor: "WyJ4IiwieSJd" } })).toMatchObject({ status: 400 });
    expect(await ask(listOf, { params: { connector_id: "nobody" } })).toMatchObject({ status: 404 });
  });

  it("shows a run while it goes: counters, what it reads, how fast", async () => {
    connector.source.batches = [[text("a")], [text("b")]];
    const runId = await stage.queue(connector);
    const bodies: Record<string, unknown>[] = [];
    connector.source.before = async (index) => {
      if (index === 1) bodies.push((await ask(getOne, { params: { run_id: runId } })).body);
    };
    await stage.execute(await stage.take());
    expect(bodies[0]).toMatchObject({
      state: "running",
      counters: { discovered: 1, added: 1 },
      progress: { estimated_total: null, items_per_second: expect.any(Number) },
    });
    expect((await ask(getOne, { params: { run_id: runId } })).body).toMatchObject({
      state: "succeeded",
      counters: { discovered: 2, added: 2, updated: 0, unchanged: 0, deleted: 0, skipped: 0, failed: 0 },
      progress: null,
    });
  });

  it("tells items with their outcome, and pages through them", async () => {
    const run = await stage.run(connector, [
      [text("a"), text("b"), skipped("c"), failed("d"), failed("e"), failed("f")],
    ]);
    const params = { run_id: run.id };
    const page = await ask(items, { params, query: { outcome: "failed", limit: 2 } });
    const rest = await ask(items, {
      params,
      query: { outcome: "failed", limit: 2, cursor: page.body.next_cursor },
    });
    const keys = [...page.body.items, ...rest.body.items].map(({ key }: { key: string }) => key);
    expect(keys.sort()).toEqual(["d", "e", "f"]);
    expect(rest.body.next_cursor).toBeNull();
    expect(page.body.items[0]).toMatchObject({ outcome: "failed", reason: "timed out", document_id: null });
    expect((await ask(items, { params })).body.items).toHaveLength(6);
    expect(await ask(items, { params, query: { cursor: "WzFd" } })).toMatchObject({ status: 400 });
  });

  it("knows no run of another workspace", async () => {
    const elsewhere = await stage.addConnector();
    const run = await stage.run(elsewhere, [[text("a")]]);
    for (const door of [getOne, items, cancel, retry]) {
      expect(await ask(door, { params: { run_id: run.id } })).toMatchObject({ status: 404 });
      expect(await ask(door, { params: { run_id: "no-uuid" } })).toMatchObject({ status: 404 });
    }
  });
});

describe("cancel", () => {
  it("ends a run that waits at once, with its job", async () => {
    const runId = await stage.queue(connector);
    const params = { run_id: runId };
    expect(await ask(cancel, { params })).toMatchObject({ status: 202, body: { state: "cancelled" } });
    expect((await stage.jobs()).filter((job) => job.runId === runId)).toEqual([]);
    expect(await ask(cancel, { params })).toMatchObject({ status: 409 });
  });

  it("asks a run that goes to end, once", async () => {
    connector.source.batches = [[text("a")], [text("b")], [text("c")]];
    const runId = await stage.queue(connector);
    connector.source.before = async (index) => {
      if (index !== 1) return;
      for (const _ of [1, 2]) {
        expect(await ask(cancel, { params: { run_id: runId } })).toMatchObject({
          status: 202,
          body: { state: "running", cancel_requested: true },
        });
      }
    };
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({
      state: "cancelled",
      added: 2,
      cancelled_by: here.editor.userId,
    });
    const audited = await stage.admin
      .selectFrom("audit_log")
      .select("action")
      .where("target_id", "=", runId)
      .execute();
    expect(audited).toEqual([{ action: "run.cancel" }]);
  });
});

describe("retry", () => {
  it("reads the failed items again, and them alone", async () => {
    const run = await stage.run(connector, [[text("a"), failed("b")], [failed("c")]]);
    connector.source.batches = [[text("a", "changed"), text("b")], [failed("c")]];
    const retried = await ask(retry, { params: { run_id: run.id } });
    expect(retried).toMatchObject({ status: 202, body: { trigger: "retry", retry_of: run.id } });
    await stage.execute(await stage.take());
    expect(await stage.items(retried.body.id)).toEqual({ b: "added", c: "failed" });
    expect(await stage.documents(connector)).toEqual({ a: "The text of a", b: "The text of b" });
  });

  it("has nothing to do when nothing failed", async () => {
    const run = await stage.run(connector, [[text("a")]]);
    expect(await ask(retry, { params: { run_id: run.id } })).toMatchObject({ status: 409 });
  });
});

describe("held deletions", () => {
  const keys = Array.from({ length: 40 }, (_, at) => `k${at}`);

  async function hold(): Promise<{ id: string; runId: string }> {
    await stage.run(connector, [keys.map((key) => text(key))]);
    const run = await stage.run(connector, [keys.slice(0, 30).map(gone)]);
    expect(run).toMatchObject({ state: "succeeded", deleted: 0, discovered: 0 });
    expect(run.reason).toContain("30 of 40");
    const listed = await ask(listHeld, { query: { state: "held", connector_id: connector.connectorId } });
    expect(listed.body.items).toMatchObject([{ run_id: run.id, documents: 30, live_documents: 40 }]);
    return { id: listed.body.items[0].id, runId: run.id };
  }

  const live = async () =>
    Object.values(await stage.documents(connector)).filter((body) => body !== "-").length;

  it("are deleted when somebody approves, counted in their run, and restored one by one", async () => {
    const { id, runId } = await hold();
    const params = { held_deletion_id: id };
    const shown = await ask(getHeld, { params, token: here.viewer.token });
    expect(shown.body.sample).toHaveLength(20);
    expect(await ask(approve, { params, token: here.viewer.token })).toMatchObject({ status: 403 });
    expect(await live()).toBe(40);
    expect(await ask(approve, { params })).toMatchObject({
      status: 200,
      body: { state: "approved", decided_by: here.editor.userId },
    });
    expect(await live()).toBe(10);
    expect(await stage.runRow(runId)).toMatchObject({ deleted: 30, discovered: 30 });
    expect(Object.values(await stage.items(runId))).toEqual(Array(30).fill("deleted"));
    for (const door of [approve, keep]) expect(await ask(door, { params })).toMatchObject({ status: 409 });

    const document = shown.body.sample[0].document_id;
    expect(await ask(restore, { params: { document_id: document } })).toMatchObject({
      status: 200,
      body: { id: document, removed_at: null },
    });
    expect(await ask(restore, { params: { document_id: document } })).toMatchObject({ status: 409 });
    expect(await ask(restore, { params: { document_id: runId } })).toMatchObject({ status: 404 });
    expect(await live()).toBe(11);
  });

  it("are kept when somebody says so, and not asked about again", async () => {
    const { id } = await hold();
    expect(await ask(keep, { params: { held_deletion_id: id } })).toMatchObject({
      status: 200,
      body: { state: "kept" },
    });
    const again = await stage.run(connector, [keys.slice(0, 30).map(gone)]);
    expect(again).toMatchObject({ state: "succeeded", deleted: 0, reason: null });
    expect(await live()).toBe(40);
  });

  it("leave out what the source names again, and are superseded by what a later run finds", async () => {
    const { id, runId } = await hold();
    await stage.run(connector, [keys.slice(0, 2).map((key) => text(key))]);
    const later = await stage.run(connector, [keys.slice(30, 35).map(gone)]);
    expect(later.reason).toContain("33 of 40");
    expect(await ask(getHeld, { params: { held_deletion_id: id } })).toMatchObject({
      body: { state: "superseded", run_id: runId, sample: [] },
    });
    const open = await ask(listHeld, { query: { state: "held", connector_id: connector.connectorId } });
    await ask(approve, { params: { held_deletion_id: open.body.items[0].id } });
    expect(await live()).toBe(7);
    expect(await stage.documents(connector)).toMatchObject({ k0: "The text of k0", k1: "The text of k1" });
  });

  it("belong to their workspace", async () => {
    const { id } = await hold();
    const params = { workspace_id: here.foreign.workspaceId, held_deletion_id: id };
    for (const door of [getHeld, approve, keep]) {
      expect(await ask(door, { params, token: here.foreign.token })).toMatchObject({ status: 404 });
    }
  });
});
