import { describe, expect, it } from "vitest";
import { type Spreadable, spreadMinutes } from "./spread-minutes.ts";

const hour = (id: string, minute = 0, hours = [0]): Spreadable => ({ id, minute, hours });

/** Loads are told by the minutes that have any. */
function loadOf(minutes: Record<number, number>, length = 180): Float64Array {
  const load = new Float64Array(length);
  for (const [at, runs] of Object.entries(minutes)) load[Number(at)] = runs;
  return load;
}

function spread(schedules: Spreadable[], minutes: Record<number, number>) {
  const load = loadOf(minutes);
  const proposed = Object.fromEntries(spreadMinutes(schedules, load));
  return { proposed, busiest: Math.max(...load), total: load.reduce((sum, runs) => sum + runs, 0) };
}

const everywhere = Object.fromEntries(Array.from({ length: 180 }, (_, at) => [at, at === 90 ? 3 : 2]));

describe("the proposed minutes", () => {
  it.each<[string, Spreadable[], Record<number, number>, Record<string, number>]>([
    ["its own, where it is alone", [hour("a", 17)], { 17: 1 }, { a: 17 }],
    ["the first one far from the crowd", [hour("a")], { 0: 9 }, { a: 8 }],
    ["not beside another crowd either", [hour("a")], { 0: 9, 12: 9 }, { a: 20 }],
    ["its own, where every minute is as full", [hour("a", 30, [60])], everywhere, { a: 30 }],
    ["apart from each other", [hour("a"), hour("b"), hour("c")], { 0: 3 }, { a: 0, b: 8, c: 16 }],
    ["the best over all of its hours", [hour("a", 0, [0, 60])], { 0: 5, 8: 5, 60: 5, 76: 5 }, { a: 24 }],
  ])("are %s", (_, schedules, minutes, expected) => {
    expect(spread(schedules, minutes).proposed).toEqual(expected);
  });

  it("flatten a pile of sixty to one a minute, and lose none", () => {
    const pile = Array.from({ length: 60 }, (_, n) => hour(`c${n}`));
    const { proposed, busiest, total } = spread(pile, { 0: 60 });
    expect(new Set(Object.values(proposed)).size).toBe(60);
    expect([busiest, total]).toEqual([1, 60]);
  });

  it("keep a thousand within the evenest there is", () => {
    const pile = Array.from({ length: 1000 }, (_, n) => hour(`c${n}`));
    const { busiest, total } = spread(pile, { 0: 1000 });
    expect([busiest, total]).toEqual([17, 1000]);
  });
});
