import { describe, expect, it } from "vitest";
import { type Bar, dayBars, type PastQuarter, type PlannedQuarter, quartersOf } from "./day-bars.ts";

const at = (quarter: number) => new Date(Date.UTC(2026, 10, 24, 12, quarter * 15)).toISOString();
const past = (quarter: number, runs: PastQuarter["runs"]): PastQuarter => ({ from: at(quarter), runs });
const plan = (quarter: number, runs: number): PlannedQuarter => ({
  from: at(quarter),
  runs,
  schedules: runs,
});

describe("the quarter hours", () => {
  it("of past and plan meet in the present one", () => {
    const quarters = quartersOf(
      [past(-1, { succeeded: 2, failed: 1 }), past(0, { running: 1, interrupted: 1 })],
      [plan(0, 3), plan(1, 0), plan(2, 5)],
    );
    expect(quarters).toEqual([
      { from: at(-1), parts: { good: 2, bad: 1 }, schedules: 0 },
      { from: at(0), parts: { going: 2, planned: 3 }, schedules: 3 },
      { from: at(1), parts: {}, schedules: 0 },
      { from: at(2), parts: { planned: 5 }, schedules: 5 },
    ]);
  });
});

describe("the bars", () => {
  it.each<[string, PastQuarter["runs"][], number[], Bar[], number]>([
    ["of nothing are none", [{}], [0], [], 40],
    [
      "fill the height",
      [{ succeeded: 4 }],
      [0, 2],
      [
        { part: "good", x: 0, y: 0, height: 40 },
        { part: "planned", x: 1, y: 20, height: 20 },
      ],
      40,
    ],
    [
      "stack, what went wrong downwards",
      [{ succeeded: 2, skipped: 1, failed: 1 }],
      [0],
      [
        { part: "good", x: 0, y: 10, height: 20 },
        { part: "idle", x: 0, y: 0, height: 10 },
        { part: "bad", x: 0, y: 30, height: 10 },
      ],
      30,
    ],
    [
      "are seen, however few beside many",
      [{ succeeded: 1 }, { succeeded: 4000 }],
      [],
      [
        { part: "good", x: 0, y: 39, height: 1 },
        { part: "good", x: 1, y: 0, height: 40 },
      ],
      40,
    ],
  ])("%s", (_, runs, planned, bars, lineY) => {
    const first = 1 - runs.length;
    const quarters = quartersOf(
      runs.map((one, index) => past(first + index, one)),
      planned.map((count, index) => plan(index, count)),
    );
    expect(dayBars(quarters, 40)).toMatchObject({ bars, lineY });
  });

  it("tell the fullest quarter hour, failures too", () => {
    const quarters = quartersOf([past(0, { succeeded: 2, failed: 3 })], [plan(0, 0), plan(1, 4)]);
    expect(dayBars(quarters, 40).peak).toBe(5);
  });
});
