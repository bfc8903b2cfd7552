import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SourceError } from "#lib/connectors/source.ts";
import { failed, gone, skipped, text, unchanged } from "./testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const many = (count: number, from = 0) => Array.from({ length: count }, (_, at) => text(`k${from + at}`));

async function live(connector: Connector): Promise<number> {
  return Object.values(await stage.documents(connector)).filter((body) => body !== "-").length;
}

describe("tombstones", () => {
  it("delete, restorably, with the source's reason", async () => {
    const connector = await stage.addConnector();
    await stage.run(connector, [[text("a"), text("b")]]);
    const run = await stage.run(connector, [[gone("a"), unchanged("b"), gone("never heard of")]]);
    expect(run).toMatchObject({ state: "succeeded", deleted: 1, unchanged: 1, discovered: 2 });
    expect(await stage.documents(connector)).toEqual({ a: "-", b: "The text of b" });
    const [row] = await stage.admin
      .selectFrom("documents")
      .select("removed_reason")
      .where("connector_id", "=", connector.connectorId)
      .where("key", "=", "a")
      .execute();
    expect(row).toEqual({ removed_reason: "404 Not Found" });
    const back = await stage.run(connector, [[text("a")]]);
    expect(back).toMatchObject({ added: 1, discovered: 1 });
    expect(await stage.documents(connector)).toMatchObject({ a: "The text of a" });
  });

  it("count however the run ends: the source won't say it twice", async () => {
    const connector = await stage.addConnector();
    await stage.run(connector, [[text("a"), text("b")]]);
    connector.source.before = (index) => {
      if (index === 1) throw new SourceError("misconfigured", "It is gone.");
    };
    const run = await stage.run(connector, [[gone("a")], [text("c")]]);
    expect(run).toMatchObject({ state: "failed", deleted: 1, discovered: 1 });
    expect(await stage.documents(connector)).toEqual({ a: "-", b: "The text of b" });
  });

  it("delete nothing by leaving it out", async () => {
    const connector = await stage.addConnector();
    await stage.run(connector, [many(10)]);
    expect(await stage.run(connector, [[]])).toMatchObject({ state: "succeeded", deleted: 0 });
    expect(await live(connector)).toBe(10);
  });
});

describe("listings", () => {
  it("delete what they don't name, but not what they skip or fail to read", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(4)]);
    const run = await stage.run(connector, [[unchanged("k0"), skipped("k1")], [failed("k2")]]);
    expect(run).toMatchObject({ state: "partial", unchanged: 1, skipped: 1, failed: 1, deleted: 1 });
    expect(run.discovered).toBe(4);
    expect(await stage.items(run.id)).toMatchObject({ k3: "deleted" });
    expect(await live(connector)).toBe(3);
  });

  it("delete nothing when they are not complete, or the run doesn't end well", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(4)]);
    connector.source.isComplete = false;
    await stage.run(connector, [[unchanged("k0")]]);
    connector.source.isComplete = true;
    connector.source.before = (index) => {
      if (index === 1) throw new SourceError("misconfigured", "A page failed.");
    };
    await stage.run(connector, [[unchanged("k0")], [unchanged("k1")]]);
    expect(await live(connector)).toBe(4);
  });

  it("must repeat themselves when they are empty", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(5)]);
    const first = await stage.run(connector, [[]]);
    expect(first).toMatchObject({ state: "succeeded", deleted: 0 });
    expect(first.reason).toContain("empty");
    expect(await live(connector)).toBe(5);
    expect(await stage.run(connector, [[]])).toMatchObject({ deleted: 5, reason: null });
    expect(await live(connector)).toBe(0);
  });

  it("are forgiven an empty one in between", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(5)]);
    await stage.run(connector, [[]]);
    await stage.run(connector, [many(5)]);
    expect(await stage.run(connector, [[]])).toMatchObject({ deleted: 0 });
    expect(await live(connector)).toBe(5);
  });

  it("are held when too much goes, also after they repeated themselves", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(100)]);
    expect(await stage.run(connector, [many(10)])).toMatchObject({ deleted: 0 });
    const second = await stage.run(connector, [many(10)]);
    expect(second.reason).toContain("90 of 100");
    const third = await stage.run(connector, [many(20)]);
    expect(third.reason).toContain("80 of 100");
    const held = await stage.admin
      .selectFrom("held_deletions")
      .select(["state", "documents", "run_id"])
      .where("connector_id", "=", connector.connectorId)
      .orderBy("created_at")
      .execute();
    expect(held).toEqual([
      { state: "superseded", documents: 90, run_id: second.id },
      { state: "held", documents: 80, run_id: third.id },
    ]);
    expect(await live(connector)).toBe(100);
  });

  it("a retry of some items names no others, and deletes nothing for it", async () => {
    const connector = await stage.addConnector({ deletions: "listing" });
    await stage.run(connector, [many(3)]);
    expect(await stage.run(connector, [many(3)], { trigger: "retry", onlyKeys: ["k1"] })).toMatchObject({
      unchanged: 1,
      deleted: 0,
    });
    expect(await live(connector)).toBe(3);
  });
});

it("leaves nothing behind that served one run only", async () => {
  const connector = await stage.addConnector({ deletions: "listing" });
  const run = await stage.run(connector, [many(3), [gone("k0")]]);
  for (const table of ["run_seen", "run_deletions"] as const) {
    expect(await stage.admin.selectFrom(table).selectAll().where("run_id", "=", run.id).execute()).toEqual(
      [],
    );
  }
});
