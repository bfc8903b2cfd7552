import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as compare } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/comparison/route.ts";
import { POST as retry } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/retry/route.ts";
import { GET as getOne } from "#app/v1/workspaces/[workspace_id]/runs/[run_id]/route.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { setServices } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { failed, skipped, text } from "./testing/list-source.ts";
import { openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
let here: TestWorkspace;

beforeAll(async () => {
  stage = await openRunStage();
  setServices(stage.engine);
  here = await createWorkspace(stage.database);
});
afterAll(() => stage[Symbol.asyncDispose]());

function ask(door: RouteHandler, runId: string, options: { token?: string; body?: unknown } = {}) {
  const params = { workspace_id: here.workspaceId, run_id: runId };
  return call(door, { params, token: here.editor.token, ...options });
}

async function connect(deletions: "tombstones" | "listing") {
  const connector = await stage.addConnector({ workspaceId: here.workspaceId, deletions });
  await stage.associate(connector);
  return connector;
}

const keysOf = ({ count, items }: { count: number; items: { key: string }[] }) => [
  count,
  items.map(({ key }) => key).toSorted(),
];

describe("comparing a run", () => {
  it("tells new failures, old ones and fixed ones, with what was fixed by being unchanged", async () => {
    const connector = await connect("listing");
    const first = await stage.run(connector, [
      [text("a"), text("same"), failed("b"), failed("c"), failed("d")],
    ]);
    expect((await ask(compare, first.id)).body).toMatchObject({ previous: null, fixed: { count: 0 } });
    const second = await stage.run(connector, [
      [
        failed("a"),
        { key: "same", kind: "unchanged" },
        failed("b"),
        text("c"),
        { key: "d", kind: "unchanged" },
      ],
    ]);
    const { status, body } = await ask(compare, second.id, { token: here.viewer.token });
    expect(status).toBe(200);
    expect(body.previous.id).toBe(first.id);
    expect(keysOf(body.new_failures)).toEqual([1, ["a"]]);
    expect(keysOf(body.still_failing)).toEqual([1, ["b"]]);
    expect(keysOf(body.fixed)).toEqual([2, ["c", "d"]]);
    expect(body.new_failures.items[0]).toEqual({ key: "a", title: null, link: null, reason: "timed out" });
  });

  it("calls nothing fixed that an incremental run didn't meet", async () => {
    const connector = await connect("tombstones");
    await stage.run(connector, [[failed("a"), failed("b")]]);
    const second = await stage.run(connector, [[skipped("b")]]);
    expect(keysOf((await ask(compare, second.id)).body.fixed)).toEqual([1, ["b"]]);
  });

  it("passes over failed runs and retries, and compares a retry with the run that it repeats", async () => {
    const connector = await connect("listing");
    const whole = await stage.run(connector, [[text("x"), failed("a"), failed("b")]]);
    connector.source.batches = [[text("a"), failed("b")]];
    const { body: queued } = await ask(retry, whole.id, { body: { keys: ["a"] } });
    await stage.execute(await stage.take());
    expect(await stage.items(queued.id)).toEqual({ a: "added" });
    const compared = (await ask(compare, queued.id)).body;
    expect([compared.previous.id, keysOf(compared.fixed)]).toEqual([whole.id, [1, ["a"]]]);
    const next = await stage.run(connector, [[text("x"), text("a"), failed("b")]]);
    expect((await ask(compare, next.id)).body.previous.id).toBe(whole.id);
  });

  it("retries what is named only, and says when none of it failed", async () => {
    const connector = await connect("listing");
    const run = await stage.run(connector, [[text("x"), failed("a"), failed("b")]]);
    expect(await ask(retry, run.id, { body: { keys: ["x"] } })).toMatchObject({ status: 409 });
    expect(await ask(retry, run.id, { body: { keys: [] } })).toMatchObject({ status: 400 });
    expect(await ask(retry, run.id, { body: { key: "a" } })).toMatchObject({ status: 400 });
  });

  it("is about runs of this workspace", async () => {
    const elsewhere = await stage.run(await stage.addConnector(), [[text("a")]]);
    expect(await ask(compare, elsewhere.id)).toMatchObject({ status: 404 });
  });
});

describe("a run's times", () => {
  it("say where it went, over all workers that had it", async () => {
    const connector = await connect("listing");
    connector.source.batches = [[text("a")], [text("b")]];
    const waited = 30;
    connector.source.before = () => new Promise((resolve) => setTimeout(resolve, waited));
    const runId = await stage.queue(connector);
    await stage.admin
      .updateTable("runs")
      .set({ reading_ms: 5000, storing_ms: 900 })
      .where("id", "=", runId)
      .execute();
    await stage.execute(await stage.take());
    const { times } = (await ask(getOne, runId)).body;
    expect(times.reading_ms).toBeGreaterThanOrEqual(5000 + 2 * waited - 2);
    expect(times.storing_ms).toBeGreaterThan(900);
    expect(times.reading_ms + times.storing_ms).toBeLessThan(10_000);
  });
});
