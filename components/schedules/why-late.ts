import type { RunMark } from "./row.ts";

export type Lateness = { why: "no_worker" | "busy"; from: string; to: string };

const graceMs = 60_000;

/** Why a planned run began late: nothing dispatched it, or it waited for a free worker. Null when it was in time. */
export function whyLate(run: Pick<RunMark, "plannedAt" | "createdAt" | "startedAt">): Lateness | null {
  const { plannedAt, createdAt, startedAt } = run;
  if (plannedAt && isLonger(plannedAt, createdAt))
    return { why: "no_worker", from: plannedAt, to: createdAt };
  if (startedAt && isLonger(createdAt, startedAt)) return { why: "busy", from: createdAt, to: startedAt };
  return null;
}

function isLonger(from: string, to: string): boolean {
  return Date.parse(to) - Date.parse(from) > graceMs;
}
