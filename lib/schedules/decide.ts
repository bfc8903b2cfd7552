import { nextInstant, type Schedule, type ScheduleRow, scheduleOf } from "./next.ts";

/** Why a planned occurrence didn't run, in the words a run shows. */
export const skipReasons = {
  stillActive: "previous run still active",
  notInCollection: "not in a collection",
  needsCredentials: "needs credentials",
  missed: "missed: no worker was running",
  changed: "the schedule was changed or paused before it began",
} as const;

/** The run that one planned instant becomes. */
export type PlannedRun = { scheduledFor: Date } & (
  | { state: "queued"; reason: null }
  | { state: "skipped"; reason: string }
);

/** What becomes of a due occurrence: its runs, oldest first, and what its schedule is afterwards. */
export type Decision = {
  runs: PlannedRun[];
  /** When the next occurrence is; null ends the job. */
  next: Date | null;
  state: "active" | "done" | "waiting_for_collection" | "paused";
  pauseReason: string | null;
};

export type DueSchedule = ScheduleRow & {
  missed: string;
  inCollection: boolean;
  /** Its source refused the credentials, and nobody replaced them since. */
  needsCredentials: boolean;
  planned: Date;
};

/** An occurrence this late wasn't merely waiting its turn: no worker was there. */
export const graceMs = 60_000;
const rowsPerOutage = 10;

/**
 * Decides about an occurrence planned for `planned` when it is `now`. An outage leaves one run for the latest
 * missed instant (or none, as the schedule says) and a skipped row for each of the ten before it; what is
 * older shares one row. A schedule that can't be read is paused and says why: it must not stop the others.
 */
export function decide(due: DueSchedule, now: Date): Decision {
  if (due.type === "when") return decideOnce(due, now);
  try {
    return decideRepeated(due, now);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { runs: [], next: null, state: "paused", pauseReason: `The schedule can't be read. ${why}` };
  }
}

function decideOnce(due: DueSchedule, now: Date): Decision {
  if (!due.inCollection) return { runs: [], next: null, state: "waiting_for_collection", pauseReason: null };
  return { runs: [latestRun(due, due.planned, now)], next: null, state: "done", pauseReason: null };
}

function decideRepeated(due: DueSchedule, now: Date): Decision {
  const schedule = scheduleOf(due);
  if (schedule.type !== "cron") throw new RangeError(`Type “${schedule.type}” has no repeated occurrences.`);
  const { latest, before, oldest } = missedInstants(schedule, due.planned, now);
  const next = nextInstant(schedule, latest);
  const runs: PlannedRun[] = before.map((scheduledFor) => skipped(scheduledFor, skipReasons.missed));
  if (oldest) {
    const span = oldest.from < oldest.to ? `, and all since ${oldest.from.toISOString()}` : "";
    runs.unshift(skipped(oldest.to, `${skipReasons.missed}${span}`));
  }
  runs.push(latestRun(due, latest, now));
  return { runs, next, state: next ? "active" : "done", pauseReason: null };
}

function latestRun(due: DueSchedule, scheduledFor: Date, now: Date): PlannedRun {
  const isLate = now.getTime() - scheduledFor.getTime() > graceMs;
  if (isLate && due.missed === "skip") return skipped(scheduledFor, skipReasons.missed);
  if (!due.inCollection) return skipped(scheduledFor, skipReasons.notInCollection);
  if (due.needsCredentials) return skipped(scheduledFor, skipReasons.needsCredentials);
  return { scheduledFor, state: "queued", reason: null };
}

function skipped(scheduledFor: Date, reason: string): PlannedRun {
  return { scheduledFor, state: "skipped", reason };
}

type Missed = { latest: Date; before: Date[]; oldest: { from: Date; to: Date } | null };

/**
 * The instants from `planned` to `now`: the latest, the few before it, and the span of the rest. A minutely
 * schedule after a year has half a million of them, so it looks back from `now` in growing windows.
 */
function missedInstants(schedule: Schedule, planned: Date, now: Date): Missed {
  const second = nextInstant(schedule, planned);
  if (!second || second > now) return { latest: planned, before: [], oldest: null };
  const wanted = rowsPerOutage + 2;
  let windowMs = second.getTime() - planned.getTime();
  for (;;) {
    const from = Math.max(now.getTime() - windowMs, planned.getTime());
    const found = instantsBetween(schedule, new Date(from), now);
    const isAll = from === planned.getTime();
    if (isAll) found.unshift(planned);
    if (isAll || found.length >= wanted) return split(found, isAll, planned);
    windowMs *= 2;
  }
}

function split(found: Date[], isAll: boolean, planned: Date): Missed {
  const latest = found.at(-1) ?? planned;
  const earlier = found.slice(0, -1);
  const before = earlier.slice(-rowsPerOutage);
  const to = earlier.at(-rowsPerOutage - 1);
  const from = isAll ? found[0] : planned;
  return { latest, before, oldest: to && from ? { from, to } : null };
}

function instantsBetween(schedule: Schedule, after: Date, until: Date): Date[] {
  const instants: Date[] = [];
  for (let at = nextInstant(schedule, after); at && at <= until; at = nextInstant(schedule, at)) {
    instants.push(at);
  }
  return instants;
}
