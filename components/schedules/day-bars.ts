import type { RunState } from "./row.ts";

export type PastQuarter = { from: string; runs: Partial<Record<RunState, number>> };
export type PlannedQuarter = { from: string; schedules: number; runs: number };

/** What a part of a bar stands for: what went well, wasn't done, goes on or is planned is above the line. */
export type Part = "good" | "idle" | "going" | "planned" | "partly" | "bad";

const partOf: Record<RunState, Part> = {
  succeeded: "good",
  skipped: "idle",
  cancelled: "idle",
  queued: "going",
  running: "going",
  interrupted: "going",
  partial: "partly",
  failed: "bad",
};
const above: readonly Part[] = ["good", "idle", "going", "planned"];
const below: readonly Part[] = ["bad", "partly"];

export type Quarter = {
  from: string;
  /** Runs by what they stand for. */
  parts: Partial<Record<Part, number>>;
  /** Schedules that are planned in it. */
  schedules: number;
};

/** The day behind and the day ahead, one after the other; the present quarter hour holds some of both. */
export function quartersOf(past: readonly PastQuarter[], planned: readonly PlannedQuarter[]): Quarter[] {
  const quarters: Quarter[] = past.map(({ from, runs }) => {
    const parts: Quarter["parts"] = {};
    for (const [state, count] of Object.entries(runs) as [RunState, number][]) {
      const part = partOf[state];
      parts[part] = (parts[part] ?? 0) + count;
    }
    return { from, parts, schedules: 0 };
  });
  for (const { from, runs, schedules } of planned) {
    const parts = runs > 0 ? { planned: runs } : {};
    const last = quarters.at(-1);
    if (last?.from === from)
      quarters.splice(-1, 1, { ...last, parts: { ...last.parts, ...parts }, schedules });
    else quarters.push({ from, parts, schedules });
  }
  return quarters;
}

export type Bar = { part: Part; x: number; y: number; height: number };

/** What is drawn of them: bars one unit wide, stacked both ways from a line. */
export type DayBars = { bars: Bar[]; height: number; lineY: number; peak: number };

/** @param height of the whole picture; where there is anything to see of a bar, it is at least a unit high */
export function dayBars(quarters: readonly Quarter[], height: number): DayBars {
  const total = (parts: Quarter["parts"], of: readonly Part[]) =>
    of.reduce((sum, part) => sum + (parts[part] ?? 0), 0);
  const up = Math.max(1, ...quarters.map(({ parts }) => total(parts, above)));
  const down = Math.max(0, ...quarters.map(({ parts }) => total(parts, below)));
  const lineY = height * (up / (up + down));
  const perRun = height / (up + down);
  const bars: Bar[] = [];
  for (const [x, { parts }] of quarters.entries()) {
    for (const [of, sign] of [
      [above, -1],
      [below, 1],
    ] as const) {
      let at = lineY;
      for (const part of of) {
        const runs = parts[part] ?? 0;
        if (runs === 0) continue;
        const tall = Math.max(1, runs * perRun);
        bars.push({ part, x, y: sign < 0 ? at - tall : at, height: tall });
        at += sign * tall;
      }
    }
  }
  const peak = Math.max(0, ...quarters.map(({ parts }) => total(parts, [...above, ...below])));
  return { bars, height, lineY, peak };
}
