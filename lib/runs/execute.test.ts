import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SourceError } from "#lib/connectors/source.ts";
import { verdictOf } from "./conclude.ts";
import { LostLease } from "./lease.ts";
import { storeBatch } from "./ledger.ts";
import { sweepRuns } from "./sweep-runs.ts";
import { failed, gone, skipped, text, unchanged } from "./testing/list-source.ts";
import { openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

describe("a run to its end", () => {
  it("stores what is new, counts what is as it was, and says what it left out", async () => {
    const connector = await stage.addConnector();
    const first = await stage.run(connector, [[text("a"), text("b"), skipped("c")], [failed("d")]]);
    expect(first).toMatchObject({
      state: "partial",
      added: 2,
      skipped: 1,
      failed: 1,
      discovered: 4,
      attempt: 1,
    });
    expect(first).toMatchObject({ lease_token: null, checkpoint: null });
    expect(first.finished_at).toBeInstanceOf(Date);
    expect(await stage.items(first.id)).toEqual({ a: "added", b: "added", c: "skipped", d: "failed" });

    const second = await stage.run(connector, [[text("a"), text("b", "new"), unchanged("a")], [text("d")]]);
    expect(second).toMatchObject({ state: "succeeded", added: 1, updated: 1, unchanged: 1, discovered: 3 });
    expect(await stage.items(second.id)).toEqual({ b: "updated", d: "added" });
    expect(await stage.documents(connector)).toEqual({
      a: "The text of a",
      b: "new",
      d: "The text of d",
    });
  });

  it("writes no document for an item that is as it was", async () => {
    const connector = await stage.addConnector();
    await stage.run(connector, [[text("a")]]);
    const xmin = () =>
      stage.admin
        .selectFrom("documents")
        .select(({ cast, ref }) => cast<string>(ref("xmin" as "id"), "text").as("xmin"))
        .where("connector_id", "=", connector.connectorId)
        .execute();
    const writes = await xmin();
    expect(await stage.run(connector, [[text("a")]])).toMatchObject({ unchanged: 1, discovered: 1 });
    expect(await stage.run(connector, [[unchanged("a")]])).toMatchObject({ unchanged: 1, discovered: 1 });
    expect(await xmin()).toEqual(writes);
    expect(writes).toHaveLength(1);
  });

  it("says so when a source calls unchanged what isn't stored", async () => {
    const connector = await stage.addConnector();
    const run = await stage.run(connector, [[unchanged("ghost")]]);
    expect(run).toMatchObject({ state: "succeeded", skipped: 1, unchanged: 0 });
    expect(await stage.items(run.id)).toEqual({ ghost: "skipped" });
  });

  it("keeps the cursor for the next run, and the schedule is done", async () => {
    const connector = await stage.addConnector();
    connector.source.cursor = { token: "t1" };
    await stage.run(connector, [[text("a")]]);
    const row = await stage.admin
      .selectFrom("connectors")
      .innerJoin("schedules", "schedules.connector_id", "connectors.id")
      .select(["cursor", "schedules.state", "health"])
      .where("connectors.id", "=", connector.connectorId)
      .executeTakeFirstOrThrow();
    expect(row).toEqual({ cursor: { token: "t1" }, state: "done", health: "ok" });
  });

  it("stores text that PostgreSQL refuses as it comes, and fails alone what it refuses anyway", async () => {
    const connector = await stage.addConnector();
    // Some texts are too much for the search index in some locales; here it is said of one key.
    await sql`
      create function refuse() returns trigger language plpgsql as $$
      begin
        if new.key = 'monster' then
          raise exception using errcode = '54000', message = 'string is too long for tsvector';
        end if;
        return new;
      end $$`.execute(stage.admin);
    await sql`create trigger refuse before insert on documents for each row execute function refuse()`.execute(
      stage.admin,
    );
    const run = await stage.run(connector, [
      [text("nul", "a\u0000b\ud800c"), text("monster"), text("after")],
    ]);
    expect(await stage.documents(connector)).toMatchObject({ nul: "ab\ufffdc", after: "The text of after" });
    expect(run).toMatchObject({ added: 2, failed: 1, state: "partial" });
    const monster = await stage.admin
      .selectFrom("run_items")
      .select("reason")
      .where("run_id", "=", run.id)
      .where("key", "=", "monster")
      .executeTakeFirst();
    expect(monster?.reason).toContain("too long for tsvector");
    await sql`drop trigger refuse on documents`.execute(stage.admin);
  });
});

it("a retry is about its items alone, also when the source reads everything", async () => {
  const connector = await stage.addConnector();
  await stage.run(connector, [[failed("a"), text("b")]]);
  const read = connector.source.read;
  connector.source.read = (context) => read({ ...context, onlyKeys: null });
  const run = await stage.run(connector, [[text("a"), text("b", "new")]], {
    trigger: "retry",
    onlyKeys: ["a"],
  });
  expect(run).toMatchObject({ added: 1, discovered: 1 });
  expect(await stage.documents(connector)).toEqual({ a: "The text of a", b: "The text of b" });
});

describe("a key that comes again in one run", () => {
  it.each([
    ["added, the same", [[text("a")], [text("a")]], { added: 1, discovered: 1 }, "added"],
    ["added, then different", [[text("a")], [text("a", "2")]], { added: 1, discovered: 1 }, "added"],
    ["in one batch", [[text("a"), text("a", "2")]], { added: 1, discovered: 1 }, "added"],
    ["failed, then read", [[failed("a")], [text("a")]], { added: 1, failed: 0, discovered: 1 }, "added"],
    ["read, then failed", [[text("a")], [failed("a")]], { added: 0, failed: 1, discovered: 1 }, "failed"],
    [
      "gone, then there",
      [[text("a")], [gone("a")], [text("a")]],
      { added: 1, deleted: 0, discovered: 1 },
      "added",
    ],
    ["there, then gone", [[text("a")], [gone("a")]], { added: 0, deleted: 1, discovered: 1 }, "deleted"],
  ])("%s: counts once", async (_, batches, counts, outcome) => {
    const connector = await stage.addConnector();
    const run = await stage.run(connector, batches);
    expect(run).toMatchObject(counts);
    expect(await stage.items(run.id)).toEqual({ a: outcome });
  });

  it("counts unchanged items once too, over batches", async () => {
    const connector = await stage.addConnector();
    await stage.run(connector, [[text("a")]]);
    const run = await stage.run(connector, [[unchanged("a")], [unchanged("a")], [text("a")]]);
    expect(run).toMatchObject({ unchanged: 1, discovered: 1 });
  });
});

describe("errors of a source", () => {
  async function runInto(error: Error) {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("b")]] });
    connector.source.before = (index) => {
      if (index === 1) throw error;
    };
    const run = await stage.run(connector);
    const [job] = (await stage.jobs()).filter(({ runId }) => runId === run.id);
    return { connector, run, job };
  }

  it("rate limited: waits in the queue until then, with its checkpoint", async () => {
    const retryAt = new Date(Date.now() + 300_000);
    const { run, job, connector } = await runInto(new SourceError("rate_limited", "Slow down.", { retryAt }));
    expect(run).toMatchObject({
      state: "queued",
      reason: "Slow down.",
      checkpoint: 1,
      added: 1,
      lease_token: null,
    });
    expect(run.not_before).toEqual(retryAt);
    expect(job?.inS).toBeGreaterThan(290);
    await expect(stage.take()).rejects.toThrow("No run waits");
    expect(await stage.documents(connector)).toEqual({ a: "The text of a" });
    await stage.admin.deleteFrom("runs").where("id", "=", run.id).execute();
  });

  it("unavailable: comes back after 1, 5 and 15 minutes, then fails", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")]] });
    connector.source.before = () => {
      throw new SourceError("unavailable", "It answers 503.");
    };
    const runId = await stage.queue(connector);
    for (const minutes of [1, 5, 15]) {
      await stage.execute(await stage.take());
      const [job] = (await stage.jobs()).filter((one) => one.runId === runId);
      expect(Math.round((job?.inS ?? 0) / 60)).toBe(minutes);
      expect(await stage.runRow(runId)).toMatchObject({ state: "queued", reason: "It answers 503." });
      await makeDue(runId);
    }
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({ state: "failed", reason: "It answers 503." });
  });

  it("unavailable: what it brought in between lets it try again as often", async () => {
    const connector = await stage.addConnector({
      batches: Array.from({ length: 6 }, (_, i) => [text(`${i}`)]),
    });
    let calls = 0;
    connector.source.before = () => {
      if (++calls % 2 === 0) throw new SourceError("unavailable", "It answers 503.");
    };
    const runId = await stage.queue(connector);
    for (let round = 0; round < 5; round++) {
      await stage.execute(await stage.take());
      await makeDue(runId);
    }
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({ state: "succeeded", added: 6 });
  });

  it("credentials: fails, and the connector says what it needs until a run ends well", async () => {
    const { run, connector } = await runInto(new SourceError("credentials", "The token was refused."));
    expect(run).toMatchObject({ state: "failed", reason: "The token was refused.", added: 1 });
    const health = async () =>
      (
        await stage.admin
          .selectFrom("connectors")
          .select("health")
          .where("id", "=", connector.connectorId)
          .executeTakeFirstOrThrow()
      ).health;
    expect(await health()).toBe("needs_credentials");
    connector.source.before = () => {};
    await stage.run(connector);
    expect(await health()).toBe("ok");
  });

  it("misconfigured: fails with its words; a fault of ours keeps its words to itself", async () => {
    const { run } = await runInto(new SourceError("misconfigured", "There is no such space."));
    expect(run).toMatchObject({ state: "failed", reason: "There is no such space." });
    const ours = await runInto(new Error("secret detail"));
    expect(ours.run.state).toBe("failed");
    expect(ours.run.reason).toContain("our side");
    expect(ours.run.reason).not.toContain("secret");
  });

  it("a database that failed for a moment is an outage", () => {
    expect(verdictOf(Object.assign(new Error("connect"), { code: "ECONNREFUSED" }))).toMatchObject({
      kind: "outage",
    });
    expect(verdictOf(new Error("Connection terminated unexpectedly"))).toMatchObject({ kind: "outage" });
  });

  async function makeDue(runId: string): Promise<void> {
    await stage.admin
      .withSchema("pgboss")
      // The queue's table is pg-boss's, and no table of ours.
      .updateTable("job" as never)
      .set({ start_after: new Date() } as never)
      .where("singleton_key" as never, "=", runId as never)
      .execute();
  }
});

describe("death and zombies", () => {
  it("another worker goes on from the last batch: nothing lost, nothing twice", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("b")], [text("c")]] });
    const runId = await stage.queue(connector);
    const dead = await stage.take();
    await storeBatch(stage.engine.db, dead.claimed, { items: [text("a")], checkpoint: 1 });
    await stage.expireLease(runId);
    expect(await sweepRuns(stage.engine.db, stage.engine.boss)).toEqual({ interrupted: 1, givenUp: 0 });
    expect(await stage.runRow(runId)).toMatchObject({ state: "interrupted", deaths: 1 });

    const zombieWrite = { items: [text("a", "zombie"), text("z")], checkpoint: 99 };
    await expect(storeBatch(stage.engine.db, dead.claimed, zombieWrite)).rejects.toThrow(LostLease);
    const successor = await stage.take();
    await expect(storeBatch(stage.engine.db, dead.claimed, zombieWrite)).rejects.toThrow(LostLease);
    await stage.execute(successor);
    expect(connector.source.began).toEqual([1]);
    expect(await stage.runRow(runId)).toMatchObject({
      state: "succeeded",
      added: 3,
      discovered: 3,
      attempt: 2,
    });
    expect(Object.keys(await stage.documents(connector)).sort()).toEqual(["a", "b", "c"]);

    await stage.execute(dead);
    expect(await stage.runRow(runId)).toMatchObject({ state: "succeeded", added: 3, attempt: 2 });
  });

  it("three deaths in a row with nothing in hand end it, with what was being read", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("poison")]] });
    const runId = await stage.queue(connector);
    for (let death = 1; death <= 3; death++) {
      const dead = await stage.take();
      if (death === 1) await storeBatch(stage.engine.db, dead.claimed, { items: [text("a")], checkpoint: 1 });
      await stage.admin.updateTable("runs").set({ current_item: "poison" }).where("id", "=", runId).execute();
      await stage.expireLease(runId);
      await sweepRuns(stage.engine.db, stage.engine.boss);
    }
    const run = await stage.runRow(runId);
    expect(run).toMatchObject({ state: "failed", deaths: 3, added: 1 });
    expect(run.reason).toContain("poison");
    await expect(stage.take()).rejects.toThrow("No run waits");
  });

  it("leaves alone a run whose batch is being written", async () => {
    const connector = await stage.addConnector();
    const runId = await stage.queue(connector);
    const active = await stage.take();
    await stage.expireLease(runId);
    const swept: unknown[] = [];
    await storeBatch(stage.engine.db, active.claimed, {
      items: [text("a")],
      checkpoint: 1,
      persist: async () => {
        swept.push(await sweepRuns(stage.engine.db, stage.engine.boss));
      },
    });
    expect(swept).toEqual([{ interrupted: 0, givenUp: 0 }]);
    expect(await stage.runRow(runId)).toMatchObject({ state: "running" });
    expect(await sweepRuns(stage.engine.db, stage.engine.boss)).toEqual({ interrupted: 0, givenUp: 0 });
    await stage.execute(active);
  });

  it("a batch whose persist fails leaves no trace", async () => {
    const connector = await stage.addConnector();
    const runId = await stage.queue(connector);
    const active = await stage.take();
    const persist = async () => {
      throw new Error("cut");
    };
    await expect(
      storeBatch(stage.engine.db, active.claimed, { items: [text("a")], checkpoint: 1, persist }),
    ).rejects.toThrow("cut");
    expect(await stage.documents(connector)).toEqual({});
    expect(await stage.runRow(runId)).toMatchObject({ discovered: 0, checkpoint: null });
    await stage.execute(active);
  });
});

describe("stopping", () => {
  it("cancelled: what was stored stays, the rest isn't read", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("b")]] });
    const runId = await stage.queue(connector);
    const active = await stage.take();
    connector.source.before = (index) => {
      if (index === 1) active.stop("cancelled");
    };
    await stage.execute(active);
    expect(await stage.runRow(runId)).toMatchObject({ state: "cancelled", added: 1 });
    expect(await stage.documents(connector)).toEqual({ a: "The text of a" });
  });

  it("a request to cancel is seen at the next batch", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("b")], [text("c")]] });
    const runId = await stage.queue(connector);
    connector.source.before = async (index) => {
      if (index !== 1) return;
      await stage.admin
        .updateTable("runs")
        .set({ cancel_requested_at: new Date() })
        .where("id", "=", runId)
        .execute();
    };
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({ state: "cancelled", added: 2 });
  });

  it.each(["draining", "slice"] as const)("%s: goes back into the queue and is continued", async (kind) => {
    const connector = await stage.addConnector({ batches: [[text("a")], [text("b")]] });
    const runId = await stage.queue(connector);
    const active = await stage.take();
    connector.source.before = (index) => {
      if (index === 1) active.stop(kind);
    };
    await stage.execute(active);
    expect(await stage.runRow(runId)).toMatchObject({ state: "queued", checkpoint: 1, deaths: 0 });
    connector.source.before = () => {};
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({ state: "succeeded", added: 2, attempt: 2 });
    expect(connector.source.began).toEqual([null, 1]);
  });

  it("a source that doesn't hear is left behind", async () => {
    const connector = await stage.addConnector({ batches: [[text("a")]] });
    const runId = await stage.queue(connector);
    const active = await stage.take();
    connector.source.before = () => {
      active.stop("draining");
      return new Promise(() => {});
    };
    await stage.execute(active);
    expect(await stage.runRow(runId)).toMatchObject({ state: "queued", added: 0 });
    await stage.admin.deleteFrom("runs").where("id", "=", runId).execute();
  });
});
