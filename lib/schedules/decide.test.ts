import { describe, expect, it } from "vitest";
import { type DueSchedule, decide, skipReasons } from "./decide.ts";

const planned = new Date("2026-11-24T10:00:00Z");

function due(changes: Partial<DueSchedule> = {}): DueSchedule {
  const schedule = { type: "cron", value: "0 * * * *", timezone: "Etc/UTC", missed: "run_once" };
  return { ...schedule, inCollection: true, needsCredentials: false, planned, ...changes };
}

function at(time: string): Date {
  return new Date(`2026-11-24T${time}Z`);
}

/** A decision's runs as `10:00 queued`. */
function told(decision: ReturnType<typeof decide>): string[] {
  return decision.runs.map((run) => {
    const time = run.scheduledFor.toISOString().slice(11, 16);
    return run.reason === null ? `${time} ${run.state}` : `${time} ${run.state}: ${run.reason}`;
  });
}

describe("a repeated schedule", () => {
  it("runs, and its next instant follows the planned one", () => {
    const decision = decide(due(), at("10:00:02"));
    expect(told(decision)).toEqual(["10:00 queued"]);
    expect(decision).toMatchObject({ next: at("11:00:00"), state: "active", pauseReason: null });
  });

  it.each([
    [
      "run_once",
      [
        "10:00 skipped: missed: no worker was running",
        "11:00 skipped: missed: no worker was running",
        "12:00 queued",
      ],
    ],
    [
      "skip",
      [
        "10:00 skipped: missed: no worker was running",
        "11:00 skipped: missed: no worker was running",
        "12:00 skipped: missed: no worker was running",
      ],
    ],
  ])("after an outage, set to %s", (missed, expected) => {
    const decision = decide(due({ missed }), at("12:40:00"));
    expect(told(decision)).toEqual(expected);
    expect(decision.next).toEqual(at("13:00:00"));
  });

  it("runs when only a little late, even when set to skip", () => {
    expect(told(decide(due({ missed: "skip" }), at("10:00:59")))).toEqual(["10:00 queued"]);
    expect(told(decide(due({ missed: "skip" }), at("10:01:01")))).toEqual([
      `10:00 skipped: ${skipReasons.missed}`,
    ]);
  });

  it("is skipped without a collection", () => {
    const decision = decide(due({ inCollection: false }), at("10:00:00"));
    expect(told(decision)).toEqual(["10:00 skipped: not in a collection"]);
    expect(decision.next).toEqual(at("11:00:00"));
  });

  it("gathers what is older than ten in one row", () => {
    const decision = decide(due(), new Date("2026-11-25T09:30:00Z"));
    expect(decision.runs).toHaveLength(12);
    expect(told(decision).at(0)).toBe(
      `22:00 skipped: ${skipReasons.missed}, and all since 2026-11-24T10:00:00.000Z`,
    );
    expect(told(decision).at(1)).toBe(`23:00 skipped: ${skipReasons.missed}`);
    expect(told(decision).at(-1)).toBe("09:00 queued");
  });

  it("doesn't claim a span where there was one instant", () => {
    const decision = decide(due(), at("21:10:00"));
    expect(decision.runs).toHaveLength(12);
    expect(told(decision).at(0)).toBe(`10:00 skipped: ${skipReasons.missed}`);
  });

  it("answers at once after a year of minutes", () => {
    const began = performance.now();
    const decision = decide(due({ value: "* * * * *" }), new Date("2027-11-24T10:00:30Z"));
    expect(performance.now() - began).toBeLessThan(50);
    expect(decision.runs.at(-1)?.scheduledFor).toEqual(new Date("2027-11-24T10:00:00Z"));
    expect(decision.runs.at(0)?.scheduledFor).toEqual(new Date("2027-11-24T09:49:00Z"));
  });

  it.each([
    { value: "0 0 L * *" },
    { timezone: "Mars/Base" },
    { value: null },
    { type: "imed", value: null },
    { type: "weekly" },
  ])("is paused when it can't be read: %o", (changes) => {
    const decision = decide(due(changes), at("10:00:00"));
    expect(decision).toMatchObject({ runs: [], next: null, state: "paused" });
    expect(decision.pauseReason).toMatch(/^The schedule can't be read\. ./);
  });
});

describe("a schedule for once", () => {
  const once = { type: "when", value: planned.toISOString() };

  it("runs and is done", () => {
    const decision = decide(due(once), at("10:00:01"));
    expect(told(decision)).toEqual(["10:00 queued"]);
    expect(decision).toMatchObject({ next: null, state: "done" });
  });

  it("waits for a collection, without a run", () => {
    expect(decide(due({ ...once, inCollection: false }), at("10:00:01"))).toEqual({
      runs: [],
      next: null,
      state: "waiting_for_collection",
      pauseReason: null,
    });
  });

  it("is run or skipped after an outage, as set", () => {
    expect(told(decide(due(once), at("15:00:00")))).toEqual(["10:00 queued"]);
    expect(told(decide(due({ ...once, missed: "skip" }), at("15:00:00")))).toEqual([
      `10:00 skipped: ${skipReasons.missed}`,
    ]);
  });
});
