import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject, Source } from "#lib/connectors/source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { openReader, type Reader } from "./reader.ts";
import { type Fault, faults, type VendorCall, type VendorServer } from "./vendor-server.ts";

/** A vendor's stand-in with a model of what it holds, and a source that reads it. */
export type VendorStage = {
  source: Source<never>;
  /** Parsed, as they are stored. */
  slots: JsonObject;
  credentials: JsonObject;
  server: VendorServer;
  /** More items than two pages of a listing hold. */
  manyItems: number;
  /** Adds an item with a text of its own; answers its key. */
  add: (name: string, text: string) => string;
  change: (key: string, text: string) => void;
  /** Another title; the key stays. */
  rename: (key: string, name: string) => void;
  /** To another place that is read too, where the vendor has places. */
  move?: (key: string) => void;
  remove: (key: string) => void;
  /** What a collection must hold: a piece of text by key. */
  expected: () => Record<string, string>;
  /** Whether a call lists items, and whether it reads one's content; a call may do both. */
  isListing: (call: VendorCall) => boolean;
  isContent: (call: VendorCall) => boolean;
  /** The vendor's own bodies for credentials that are refused, and for a place that this account may not read. */
  refused?: Fault;
  forbidden?: Fault;
  [Symbol.asyncDispose]: () => Promise<void>;
};

const always = { times: Number.POSITIVE_INFINITY };

/**
 * What every vendor's source must do, through the real engine and database, against a stand-in that speaks the vendor's
 * wire format.
 * @param open a stand-in that holds nothing; called for each test
 */
export function testSource(name: string, open: () => Promise<VendorStage>): void {
  let stage: RunStage;
  let vendor: VendorStage;
  let reader: Reader;

  beforeAll(async () => {
    stage = await openRunStage();
  });
  beforeEach(async () => {
    vendor = await open();
    reader = await openReader(stage, vendor);
    return () => vendor[Symbol.asyncDispose]();
  });
  afterAll(() => stage[Symbol.asyncDispose]());

  function fill(count: number): string[] {
    return Array.from({ length: count }, (_, at) =>
      vendor.add(`Item ${at}`, `What item ${at} says, in full.`),
    );
  }

  async function expectEqual(): Promise<void> {
    const documents = await reader.documents();
    const expected = vendor.expected();
    expect(Object.keys(documents).sort()).toEqual(Object.keys(expected).sort());
    for (const [key, text] of Object.entries(expected)) expect(documents[key]?.text, key).toContain(text);
  }

  describe(name, () => {
    it("reads every item of every page, each once", async () => {
      fill(vendor.manyItems);
      const run = await reader.run();
      expect(run, String(run.reason)).toMatchObject({
        state: "succeeded",
        failed: 0,
        added: Object.keys(vendor.expected()).length,
      });
      await expectEqual();
    });

    it("reads an empty source, and that nothing is there is no failure", async () => {
      expect(await reader.run()).toMatchObject({ state: "succeeded", discovered: 0 });
    });

    it("downloads and writes nothing when nothing changed", async () => {
      fill(5);
      await reader.run();
      const before = await reader.documents();
      vendor.server.reset();
      expect(await reader.run()).toMatchObject({
        state: "succeeded",
        added: 0,
        updated: 0,
        deleted: 0,
        failed: 0,
      });
      expect(await reader.documents()).toEqual(before);
      expect(vendor.server.calls.filter((call) => vendor.isContent(call) && !vendor.isListing(call))).toEqual(
        [],
      );
    });

    it("follows additions, changes, new names, moves and deletions; the documents stay the same ones", async () => {
      const keys = fill(30);
      await reader.run();
      const before = await reader.documents();
      const [changed = "", renamed = "", moved = "", removed = ""] = keys;
      vendor.change(changed, "It says something else now.");
      vendor.rename(renamed, "Another name");
      vendor.move?.(moved);
      vendor.remove(removed);
      const added = vendor.add("Latecomer", "What came later says.");
      const run = await reader.run();
      expect(run, String(run.reason)).toMatchObject({ state: "succeeded", added: 1, deleted: 1, failed: 0 });
      await expectEqual();
      const after = await reader.documents();
      expect(after[changed]?.text).toContain("something else");
      expect(after[renamed]).toMatchObject({
        id: before[renamed]?.id,
        title: expect.stringContaining("Another name"),
      });
      expect(after[moved]?.id).toBe(before[moved]?.id);
      expect(after[added]?.text).toContain("came later");
    });

    it.each<[string, Fault]>([
      ["breaks off", { kind: "truncated" }],
      ["is a page of something in between", { kind: "wrong_type" }],
      ["fails", faults.status(500)],
    ])("deletes nothing on a listing that %s, and goes on later", async (_why, fault) => {
      const keys = fill(vendor.manyItems);
      await reader.run();
      vendor.remove(keys[0] ?? "");
      vendor.server.fail(vendor.isListing, fault, always);
      const documents = await reader.documents();
      expect(await reader.run()).toMatchObject({ state: "queued", deleted: 0, outages: 1 });
      expect(await reader.documents()).toEqual(documents);
      vendor.server.reset();
      expect(await reader.goOn()).toMatchObject({ state: "succeeded", deleted: 1 });
      await expectEqual();
    });

    it.each<[string, () => Fault]>([
      ["in seconds", () => faults.throttled(315)],
      ["as a date", () => faults.throttledUntil(new Date(Date.now() + 315_000))],
    ])("obeys Retry-After %s by coming back, and continues", async (_how, fault) => {
      fill(vendor.manyItems);
      vendor.server.fail(vendor.isListing, fault(), { after: 1 });
      const run = await reader.run();
      expect(run.state).toBe("queued");
      const inS = ((run.not_before?.getTime() ?? 0) - Date.now()) / 1000;
      expect(inS).toBeGreaterThan(250);
      expect(inS).toBeLessThan(320);
      expect(await reader.goOn()).toMatchObject({ state: "succeeded", failed: 0 });
      await expectEqual();
    });

    it("keeps everything when its credentials are refused, and says so", async () => {
      fill(3);
      await reader.run();
      vendor.server.fail(() => true, vendor.refused ?? faults.status(401), always);
      expect(await reader.run()).toMatchObject({ state: "failed", deleted: 0 });
      expect(await reader.health()).toBe("needs_credentials");
      await expectEqual();
      const stages = await reader.check();
      expect(stages.at(-1)).toMatchObject({ ok: false });
      const told = JSON.stringify([stages, await reader.told()]);
      for (const secret of secretsOf(vendor.credentials)) expect(told).not.toContain(secret);
    });

    it("keeps everything when the place may not be read any more", async () => {
      fill(3);
      await reader.run();
      vendor.server.fail(vendor.isListing, vendor.forbidden ?? faults.status(403), always);
      const run = await reader.run();
      expect(run.deleted).toBe(0);
      expect(["failed", "partial"]).toContain(run.state);
      await expectEqual();
    });

    it("asks before it believes that everything is gone", async () => {
      const keys = fill(vendor.manyItems);
      await reader.run();
      const kept = await reader.documents();
      for (const key of keys) vendor.remove(key);
      await reader.run();
      expect(Object.keys(await reader.documents())).toEqual(Object.keys(kept));
    });

    it("goes on from the last stored batch when its worker dies, and loses and doubles nothing", async () => {
      fill(vendor.manyItems);
      for (const batches of [1, 2]) await reader.runAndDie(batches);
      expect(await reader.goOn()).toMatchObject({ state: "succeeded", failed: 0 });
      await expectEqual();
    });

    it("keeps one item's failure to that item, and reads it the next time", async () => {
      fill(6);
      let first: string | undefined;
      const isOfFirst = (call: VendorCall) => {
        if (!vendor.isContent(call)) return false;
        first ??= call.url.href;
        return call.url.href === first;
      };
      vendor.server.fail(isOfFirst, faults.status(500), { times: 3 });
      const run = await reader.run();
      expect(first).toBeDefined();
      // A source that asks for many items at once asks for each alone when that fails, and gets it.
      expect(["partial", "queued", "succeeded"], String(run.reason)).toContain(run.state);
      if (run.state === "queued") await reader.goOn();
      if (run.state === "partial") expect(run).toMatchObject({ failed: 1 });
      await reader.run();
      await expectEqual();
    });

    it("tells stage by stage that it can be read, and previews without writing", async () => {
      fill(5);
      const stages = await reader.check();
      expect(
        stages.map(({ ok }) => ok),
        JSON.stringify(stages),
      ).toEqual(stages.map(() => true));
      expect(stages.length).toBeGreaterThan(1);
      const parts = await reader.preview(3);
      const items = parts.flatMap((part) => part.items ?? []);
      expect(items).toHaveLength(3);
      for (const item of items) expect(Object.keys(vendor.expected())).toContain(item.key);
      expect(parts.some(({ hasMore }) => hasMore)).toBe(true);
    });
  });
}

/** The texts in credentials that are long enough to be one; an address or an id is none. */
function secretsOf(credentials: unknown): string[] {
  if (credentials === null || typeof credentials !== "object") return [];
  return Object.entries(credentials).flatMap(([name, value]) => {
    if (typeof value === "object") return secretsOf(value);
    const isSecret = /secret|token|key|password/.test(name) && !/_id$/.test(name);
    return typeof value === "string" && isSecret && value.length >= 8 ? [value] : [];
  });
}
