import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withScope } from "#db/scope.ts";
import { beat } from "#lib/worker/beat.ts";
import { readHealth } from "#lib/worker/health.ts";
import { ActiveRun } from "./active-run.ts";
import { type ClaimedRun, claimRun, isRunWaiting } from "./claim.ts";
import { tiredRuns, workspacesAtShare } from "./fair-share.ts";
import { queueRun } from "./queue-run.ts";
import { requeueLost, sweepRuns } from "./sweep-runs.ts";
import { text } from "./testing/list-source.ts";
import { openRunStage, type RunStage } from "./testing/stage.ts";
import { wantRun } from "./want-run.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const claim = (passOver: string[] = []) => claimRun(stage.engine.db, { workerId: stage.workerId, passOver });

describe("queueing", () => {
  it("keeps one active run per connector, and writes row and job or neither", async () => {
    const connector = await stage.addConnector();
    const run = { ...connector, trigger: "manual", createdBy: null } as const;
    const inWorkspace = <T>(work: Parameters<typeof withScope<T>>[2]) =>
      withScope(stage.engine.db, connector, work);
    await expect(
      inWorkspace(async (trx) => {
        await queueRun(trx, stage.engine.boss, run);
        throw new Error("cut");
      }),
    ).rejects.toThrow("cut");
    expect(await stage.jobs()).toEqual([]);
    const both = await Promise.all(
      [1, 2].map(() => inWorkspace((trx) => queueRun(trx, stage.engine.boss, run))),
    );
    expect(both.filter((one) => one !== null)).toHaveLength(1);
    expect(await stage.jobs()).toHaveLength(1);
    await stage.execute(await stage.take());
  });

  it("a wish made while a run goes on becomes a run when it ends", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")]] });
    const wish = () =>
      withScope(stage.engine.db, connector, (trx) =>
        wantRun(trx, stage.engine.boss, { ...connector, trigger: "upload", createdBy: null }),
      );
    const first = await wish();
    expect(first).toMatchObject({ state: "queued" });
    connector.source.before = async () => {
      connector.source.before = () => {};
      expect(await wish()).toBeNull();
      expect(await wish()).toBeNull();
    };
    await stage.execute(await stage.take());
    const follower = await stage.take();
    expect(follower.claimed.runId).not.toBe(first?.id);
    await stage.execute(follower);
    await expect(stage.take()).rejects.toThrow("No run waits");
  });
});

describe("claiming", () => {
  it("gives each run to one worker, the longest waiting first", async () => {
    const ids: string[] = [];
    for (let at = 0; at < 12; at++) ids.push(await stage.queue(await stage.addConnector()));
    const claimed = await Promise.all(Array.from({ length: 12 }, () => claim()));
    expect(claimed.map((one) => one?.runId).sort()).toEqual(ids.sort());
    expect(await claim()).toBeUndefined();
    for (const one of claimed) if (one) await stage.execute(new ActiveRun(one));
  });

  it("passes over a workspace that has its share, unless nobody else waits", async () => {
    const busy = await stage.addWorkspace();
    await stage.queue(await stage.addConnector({ workspaceId: busy }));
    const other = await stage.queue(await stage.addConnector());
    const first = await stage.take([busy]);
    expect(first.claimed.runId).toBe(other);
    const second = await stage.take([busy]);
    expect(second.claimed.workspaceId).toBe(busy);
    for (const one of [first, second]) await stage.execute(one);
  });

  it("drops a job whose run is gone, and takes the next", async () => {
    const gone = await stage.queue(await stage.addConnector());
    const there = await stage.queue(await stage.addConnector());
    await stage.admin.deleteFrom("runs").where("id", "=", gone).execute();
    const taken = await stage.take();
    expect(taken.claimed.runId).toBe(there);
    await stage.execute(taken);
  });

  it("leaves a run alone whose time hasn't come", async () => {
    const connector = await stage.addConnector();
    const runId = await stage.queue(connector, { notBefore: new Date(Date.now() + 60_000) });
    expect(await claim()).toBeUndefined();
    expect(await withScope(stage.engine.db, { system: true }, (trx) => isRunWaiting(trx, null))).toBe(false);
    await stage.admin.deleteFrom("runs").where("id", "=", runId).execute();
  });
});

describe("the heartbeat", () => {
  const pulse = (active: ActiveRun[]) =>
    beat(stage.engine.db, { workerId: stage.workerId, places: 4, active });

  it("renews leases, shows what is read, and shows that the worker lives", async () => {
    const active = await takeOne();
    const { runId } = active.claimed;
    await stage.expireLease(runId);
    active.progress({ stage: "reading pages", current: "/a", total: 7 });
    await pulse([active]);
    const run = await stage.runRow(runId);
    expect(run).toMatchObject({ stage: "reading pages", current_item: "/a", estimated_total: 7 });
    expect(run.lease_expires_at?.getTime()).toBeGreaterThan(Date.now() + 5000);
    expect(active.stopped).toBeUndefined();
    const health = await readHealth(stage.engine.db);
    expect(health.database).toBe(true);
    expect(Date.now() - (health.worker_last_beat?.getTime() ?? 0)).toBeLessThan(5000);
    await stage.execute(active);
  });

  it("stops a run that somebody cancelled, and one that another worker has", async () => {
    const [cancelled, lost] = [await takeOne(), await takeOne()];
    await stage.admin
      .updateTable("runs")
      .set({ cancel_requested_at: new Date() })
      .where("id", "=", cancelled.claimed.runId)
      .execute();
    await stage.expireLease(lost.claimed.runId);
    await sweepRuns(stage.engine.db, stage.engine.boss);
    const successor = await stage.take();
    await pulse([cancelled, lost, successor]);
    expect([cancelled, lost, successor].map((run) => run.stopped?.kind)).toEqual([
      "cancelled",
      "lost",
      undefined,
    ]);
    for (const run of [cancelled, lost, successor]) await stage.execute(run);
    expect(await stage.runRow(cancelled.claimed.runId)).toMatchObject({ state: "cancelled" });
    expect(await stage.runRow(lost.claimed.runId)).toMatchObject({ state: "succeeded", attempt: 2 });
  });

  async function takeOne(): Promise<ActiveRun> {
    await stage.queue(await stage.addConnector({ batches: [[text("a")]] }));
    return stage.take();
  }
});

describe("fair shares", () => {
  const run = (workspaceId: string) =>
    new ActiveRun({ workspaceId, runId: "", connectorId: "", leaseToken: "" } as ClaimedRun);
  const minute = 60_000;

  it("a workspace has half of a worker's places", () => {
    const active = [run("a"), run("a"), run("b")];
    expect(workspacesAtShare(active, 4)).toEqual(["a"]);
    expect(workspacesAtShare(active, 5)).toEqual([]);
    expect(workspacesAtShare(active, 1)).toEqual(["a", "b"]);
  });

  it.each([
    ["just begun", ["a", "a", "a"], 0.5, []],
    ["beyond its share, after a minute", ["a", "a", "a"], 2, ["a", "a", "a"]],
    ["within its share, after a minute", ["a", "a", "b"], 2, []],
    ["anybody, after a slice", ["a", "b"], 11, [null, null]],
  ])("%s", (_, workspaces, minutes, expected) => {
    const active = workspaces.map(run);
    const now = performance.now() + minutes * minute;
    expect(tiredRuns(active, 4, now).map(({ waitingOtherThan }) => waitingOtherThan)).toEqual(expected);
  });
});

it("queues again a run that lost its job", async () => {
  const runId = await stage.queue(await stage.addConnector());
  expect(await requeueLost(stage.engine.db, stage.engine.boss)).toBe(0);
  const claimed = await claim();
  await stage.admin.updateTable("runs").set({ state: "interrupted" }).where("id", "=", runId).execute();
  expect(await requeueLost(stage.engine.db, stage.engine.boss)).toBe(1);
  expect(await requeueLost(stage.engine.db, stage.engine.boss)).toBe(0);
  expect(claimed?.runId).toBe(runId);
  await stage.execute(await stage.take());
  expect(await stage.runRow(runId)).toMatchObject({ state: "succeeded" });
});
