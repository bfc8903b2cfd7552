import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DeletionFacts, decideDeletions, deletableAtOnce } from "./decide-deletions.ts";

const listed = (named: number, missing: number, wasSuspect = false) => ({ named, missing, wasSuspect });

describe("what a run deletes", () => {
  const cases: [string, DeletionFacts, ReturnType<typeof decideDeletions>["action"], boolean][] = [
    ["nothing gone", { live: 100, gone: 0, listing: null }, "none", false],
    ["a tombstone", { live: 100, gone: 1, listing: null }, "delete", false],
    ["25 tombstones of 30", { live: 30, gone: 25, listing: null }, "delete", false],
    ["26 tombstones of 30", { live: 30, gone: 26, listing: null }, "hold", false],
    ["a quarter of many", { live: 1000, gone: 250, listing: null }, "delete", false],
    ["just over a quarter", { live: 1000, gone: 251, listing: null }, "hold", false],
    ["all named", { live: 10, gone: 0, listing: listed(12, 0) }, "none", false],
    ["one missing", { live: 10, gone: 0, listing: listed(9, 1) }, "delete", false],
    ["the only one missing", { live: 1, gone: 0, listing: listed(0, 1) }, "none", true],
    ["the only one missing again", { live: 1, gone: 0, listing: listed(0, 1, true) }, "delete", true],
    ["empty listing", { live: 100, gone: 0, listing: listed(0, 100) }, "none", true],
    ["empty listing again", { live: 100, gone: 0, listing: listed(0, 100, true) }, "hold", true],
    ["nothing there, nothing listed", { live: 0, gone: 0, listing: listed(0, 0) }, "none", false],
    ["shrunk to less than half", { live: 100, gone: 0, listing: listed(49, 51) }, "none", true],
    ["shrunk to half", { live: 100, gone: 0, listing: listed(50, 50) }, "hold", false],
    ["shrunk, but few", { live: 12, gone: 0, listing: listed(2, 10) }, "delete", false],
    ["others took their place", { live: 20, gone: 0, listing: listed(20, 20) }, "none", true],
    ["suspect, with a tombstone", { live: 100, gone: 2, listing: listed(0, 98) }, "delete", true],
    ["together too many", { live: 100, gone: 15, listing: listed(85, 11) }, "hold", false],
  ];
  it.each(cases)("%s", (_, facts, action, isSuspect) => {
    expect(decideDeletions(facts)).toMatchObject({ action, isSuspect });
  });
});

it("never deletes more than may go at once, and never what a suspect listing missed first", () => {
  const facts = fc
    .record({ live: fc.nat(5000), share: fc.double({ min: 0, max: 1, noNaN: true }) })
    .chain(({ live, share }) => {
      const missing = Math.floor(live * share);
      return fc.record({
        live: fc.constant(live),
        gone: fc.integer({ min: 0, max: live - missing }),
        listing: fc.option(
          fc.record({ named: fc.nat(5000), missing: fc.constant(missing), wasSuspect: fc.boolean() }),
        ),
      });
    });
  fc.assert(
    fc.property(facts, (given) => {
      const decision = decideDeletions(given);
      const counted = given.gone + (decision.countMissing ? (given.listing?.missing ?? 0) : 0);
      if (decision.action === "delete") expect(counted).toBeLessThanOrEqual(deletableAtOnce(given.live));
      if (decision.countMissing && decision.isSuspect) expect(given.listing?.wasSuspect).toBe(true);
      if (given.listing?.named === 0 && !given.listing.wasSuspect) expect(decision.countMissing).toBe(false);
      expect(decision.note === null).toBe(
        decision.action !== "hold" && !(decision.isSuspect && !decision.countMissing),
      );
    }),
  );
});
