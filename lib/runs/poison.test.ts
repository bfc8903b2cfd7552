import { afterAll, beforeAll, expect, it } from "vitest";
import type { Context } from "#lib/context.ts";
import { retryRun } from "./retry.ts";
import { requeueLost, sweepRuns } from "./sweep-runs.ts";
import { text } from "./testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

/** Takes the run that waits and reads it until an item stops the worker, which isn't heard of again. */
async function takeAndDie({ source }: Connector, poison: string): Promise<void> {
  const active = await stage.take();
  const { promise: death, resolve: die } = Promise.withResolvers<void>();
  source.beforeItem = async ({ key }) => {
    if (key !== poison) return;
    die();
    await new Promise((_, reject) => active.signal.addEventListener("abort", reject));
  };
  const execution = stage.execute(active);
  await death;
  await stage.expireLease(active.claimed.runId);
  await sweepRuns(stage.engine.db, stage.engine.boss);
  active.stop("lost");
  await execution;
  source.beforeItem = () => {};
}

async function executeNext(): Promise<string> {
  const active = await stage.take();
  await stage.execute(active);
  return active.claimed.runId;
}

it("is stepped around when it stopped the worker three times, and the run goes on", async () => {
  const batches = [[text("a")], [text("b"), text("poison"), text("c")], [text("d")]];
  const connector = await stage.addConnector({ batches });
  const runId = await stage.queue(connector);
  for (const deaths of [1, 2, 0]) {
    await takeAndDie(connector, "poison");
    expect(await stage.runRow(runId)).toMatchObject({ state: "interrupted", deaths });
  }
  expect(await stage.items(runId)).toEqual({ a: "added", poison: "failed" });
  await executeNext();
  const run = await stage.runRow(runId);
  expect(run).toMatchObject({ state: "partial", added: 4, failed: 1, discovered: 5, in_hand: null });
  expect(Object.keys(await stage.documents(connector)).sort()).toEqual(["a", "b", "c", "d"]);
  const row = await stage.admin
    .selectFrom("run_items")
    .select("reason")
    .where("run_id", "=", runId)
    .where("outcome", "=", "failed")
    .executeTakeFirst();
  expect(row?.reason).toMatch(/stopped the worker three times/);
});

it("is left alone in later runs, until somebody retries it", async () => {
  const connector = await stage.addConnector({ batches: [[text("a"), text("poison")]] });
  await stage.associate(connector);
  const runId = await stage.queue(connector);
  for (let death = 1; death <= 3; death++) await takeAndDie(connector, "poison");
  await executeNext();
  expect(await stage.runRow(runId)).toMatchObject({ state: "partial", attempt: 4, failed: 1 });
  expect(await stage.run(connector)).toMatchObject({ state: "partial", attempt: 1, failed: 1 });

  const { workspaceId } = connector;
  const actor: Context["actor"] = { type: "system", name: "test" };
  const asker = { actor, role: "owner", timeZone: "Etc/UTC", requestId: "test" } as const;
  await retryRun({ ...stage.engine, ...asker, workspaceId }, { runId });
  const retried = await stage.runRow(await executeNext());
  expect(retried).toMatchObject({ state: "succeeded", trigger: "retry", added: 1 });
  expect(await stage.run(connector)).toMatchObject({ state: "succeeded", failed: 0, unchanged: 2 });
});

it("is stepped around also when the sweeper itself died before it could", async () => {
  const connector = await stage.addConnector({ batches: [[text("a"), text("poison")]] });
  const runId = await stage.queue(connector);
  await stage.take();
  const { engine, admin } = stage;
  const left = { state: "interrupted", deaths: 3, in_hand: "poison", lease_token: null } as const;
  await admin
    .updateTable("runs")
    .set({ ...left, lease_expires_at: null })
    .where("id", "=", runId)
    .execute();
  expect(await requeueLost(engine.db, engine.boss)).toBe(0);
  await sweepRuns(engine.db, engine.boss);
  await executeNext();
  expect(await stage.items(runId)).toEqual({ a: "added", poison: "failed" });
});

it("isn't what its worker took along: of runs that died together again, one begins alone", async () => {
  const connectors = await Promise.all([1, 2].map(() => stage.addConnector({ batches: [[text("a")]] })));
  const runIds = await Promise.all(connectors.map((connector) => stage.queue(connector)));
  for (const expected of [2, 1]) {
    for (const _ of runIds) await stage.take();
    for (const runId of runIds) await stage.expireLease(runId);
    await sweepRuns(stage.engine.db, stage.engine.boss);
    const atOnce = (await stage.jobs()).filter(({ runId, inS }) => runIds.includes(runId) && inS < 5);
    expect(atOnce).toHaveLength(expected);
  }
});
