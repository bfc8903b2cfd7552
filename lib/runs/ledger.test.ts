import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SourceItem } from "#lib/connectors/source.ts";
import { storeBatch } from "./ledger.ts";
import { outcomes } from "./outcome.ts";
import { sweepRuns } from "./sweep-runs.ts";
import { failed, gone, skipped, text, unchanged } from "./testing/list-source.ts";
import { type Connector, openRunStage, type RunStage } from "./testing/stage.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const keys = ["a", "b", "c", "d", "e", "f"];
const item: fc.Arbitrary<SourceItem> = fc
  .record({
    key: fc.constantFrom(...keys),
    kind: fc.constantFrom("text", "text", "unchanged", "gone", "skipped", "failed"),
    version: fc.nat(2),
  })
  .map(({ key, kind, version }) => {
    if (kind === "text") return text(key, `version ${version}`);
    return { unchanged, gone, skipped, failed }[kind as "gone"](key);
  });
const batches = fc.array(fc.array(item, { maxLength: 6 }), { minLength: 1, maxLength: 5 });
/** A worker dies before it stores the batch of this number. */
const deaths = fc.array(fc.nat(5), { maxLength: 2 });

type Model = Record<string, { text: string; isRemoved: boolean }>;

/** What the documents are after a run, by a few lines that know nothing of batches and transactions. */
function afterRun(before: Model, items: SourceItem[]): Model {
  const model = structuredClone(before);
  const going = new Set<string>();
  for (const one of items) {
    const known = model[one.key];
    if (one.kind === "gone") {
      if (known && !known.isRemoved) going.add(one.key);
      continue;
    }
    going.delete(one.key);
    if (one.kind === "content") model[one.key] = { text: one.content.text, isRemoved: false };
    if (one.kind === "unchanged" && known) known.isRemoved = false;
  }
  for (const document of [...going].flatMap((key) => model[key] ?? [])) document.isRemoved = true;
  return model;
}

async function stored({ connectorId }: Connector): Promise<Model> {
  const rows = await stage.admin
    .selectFrom("documents")
    .select(["key", "text", "removed_at"])
    .where("connector_id", "=", connectorId)
    .execute();
  return Object.fromEntries(
    rows.map((row) => [row.key, { text: row.text, isRemoved: row.removed_at !== null }]),
  );
}

async function addsUp(runId: string): Promise<void> {
  const run = await stage.runRow(runId);
  const sum = outcomes.reduce((total, outcome) => total + run[outcome], 0);
  expect(run.discovered).toBe(sum);
  for (const outcome of outcomes) expect(run[outcome]).toBeGreaterThanOrEqual(0);
  const rows = Object.values(await stage.items(runId));
  for (const outcome of outcomes) {
    const listed = rows.filter((one) => one === outcome).length;
    expect(`${outcome} ${listed}`).toBe(`${outcome} ${outcome === "unchanged" ? 0 : run[outcome]}`);
  }
}

/** Runs batches, with deaths in between; checks the ledger after every commit. */
async function runThrough(connector: Connector, given: SourceItem[][], dieBefore: number[]): Promise<string> {
  connector.source.batches = given;
  const runId = await stage.queue(connector);
  for (const at of dieBefore) {
    const dying = await stage.take();
    const start = typeof dying.claimed.checkpoint === "number" ? dying.claimed.checkpoint : 0;
    for (let index = start; index < Math.min(at, given.length); index++) {
      await storeBatch(stage.engine.db, dying.claimed, {
        items: given[index] ?? [],
        checkpoint: index + 1,
      });
      await addsUp(runId);
    }
    await stage.expireLease(runId);
    await sweepRuns(stage.engine.db, stage.engine.boss);
  }
  connector.source.before = () => addsUp(runId);
  await stage.execute(await stage.take());
  return runId;
}

it("adds up at every commit and loses nothing, whatever comes, however often a worker dies", async () => {
  await fc.assert(
    fc.asyncProperty(batches, batches, deaths, async (first, second, dieBefore) => {
      const connector = await stage.addConnector();
      for (const given of [first, second]) {
        const expected = afterRun(await stored(connector), given.flat());
        const runId = await runThrough(connector, given, dieBefore);
        await addsUp(runId);
        const run = await stage.runRow(runId);
        expect(run.state).toBe(run.failed > 0 ? "partial" : "succeeded");
        expect(await stored(connector)).toEqual(expected);
        const named = new Set(given.flat().flatMap(({ key, kind }) => (kind === "gone" ? [] : [key])));
        expect(run.discovered).toBeGreaterThanOrEqual(named.size);
      }
    }),
    { numRuns: 60 },
  );
});
