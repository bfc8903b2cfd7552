import { Cron } from "croner";
import { type CronFields, readCron } from "./cron.ts";
import { instantOf, wallClock } from "./local-time.ts";

/** When a connector runs: once associated, repeatedly, or once at an instant (ISO, UTC). */
export type Schedule =
  | { type: "imed"; value: null; timezone: string }
  | { type: "cron"; value: string; timezone: string }
  | { type: "when"; value: string; timezone: string };

export type ScheduleRow = { type: string; value: string | null; timezone: string };

/**
 * A row of the database as a schedule.
 * @throws RangeError when its words make none; the parser never writes such a row
 */
export function scheduleOf({ type, value, timezone }: ScheduleRow): Schedule {
  if (type === "imed") return { type, value: null, timezone };
  if (value !== null && type === "cron") return { type, value, timezone };
  if (value !== null && type === "when" && !Number.isNaN(Date.parse(value))) return { type, value, timezone };
  throw new RangeError(`“${type}” with “${value}” is no schedule.`);
}

/** Walks a cron expression: the first instant after the given one, or null when there is none. */
type Walk = (afterMs: number) => number | null;

const walks = new Map<string, Walk>();
const rememberedWalks = 5_000;

/**
 * The first instant of `schedule` strictly after `after`; null when there is none. What a preview shows and
 * what the dispatcher plans both come from here. Throws on a cron expression that `parseSchedule` would refuse.
 */
export function nextInstant(schedule: Schedule, after: Date): Date | null {
  if (schedule.type === "imed") return null;
  if (schedule.type === "when") {
    const at = new Date(schedule.value);
    return at > after ? at : null;
  }
  const next = walkOf(schedule.value, schedule.timezone)(after.getTime());
  return next === null ? null : new Date(next);
}

/** The next `count` instants of `schedule` after `after`, in order; fewer when it ends before. */
export function nextInstants(schedule: Schedule, after: Date, count: number): Date[] {
  const instants: Date[] = [];
  for (let from = after; instants.length < count; ) {
    const next = nextInstant(schedule, from);
    if (!next) break;
    instants.push(next);
    from = next;
  }
  return instants;
}

function walkOf(expression: string, zone: string): Walk {
  const key = `${zone}\n${expression}`;
  const known = walks.get(key);
  if (known) return known;
  const reading = readCron(expression);
  if ("problem" in reading) throw new RangeError(reading.problem);
  const make = hasFixedTimes(reading.fields) ? fixedWalk : beatWalk;
  const walk = remember(make(reading.fields, zone));
  if (walks.size >= rememberedWalks) walks.clear();
  walks.set(key, walk);
  return walk;
}

/** Schedules of one expression ask again and again: until its answer has passed, it stays the answer. */
function remember(walk: Walk): Walk {
  let from = Number.POSITIVE_INFINITY;
  let answer: number | null = null;
  return (afterMs) => {
    if (afterMs >= from && (answer === null || afterMs < answer)) return answer;
    answer = walk(afterMs);
    from = afterMs;
    return answer;
  };
}

/** Without a wildcard or step in minutes and hours, the expression names times of day. */
export function hasFixedTimes({ minute, hour }: CronFields): boolean {
  return !/[*/]/.test(minute + hour);
}

/**
 * Fixed times: walks the wall clock as if it never changed, then asks which instant each reading is.
 * So a time in a gap fires when the gap ends, whatever day that is (croner drops one whose gap ends at
 * midnight, as in Nuuk), and one that exists twice fires first. Two readings of one gap fire once.
 */
function fixedWalk(fields: CronFields, zone: string): Walk {
  const cron = compile(fields, "Etc/UTC");
  return (afterMs) => {
    let reading = cron.nextRun(new Date(wallClock(afterMs, zone)));
    while (reading) {
      const { instantMs } = instantOf(reading.getTime(), zone);
      if (instantMs > afterMs) return instantMs;
      reading = cron.nextRun(reading);
    }
    return null;
  };
}

/** A wildcard or step: every real minute whose wall clock matches, skipped or doubled hours as they pass. */
function beatWalk(fields: CronFields, zone: string): Walk {
  const cron = compile(fields, zone);
  return (afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? null;
}

function compile(fields: CronFields, timezone: string): Cron {
  const { minute, hour, dayOfMonth, month, dayOfWeek } = fields;
  const expression = [minute, hour, dayOfMonth, month, dayOfWeek].join(" ");
  return new Cron(expression, { mode: "5-part", fixedTimeRule: "no-wildcard", timezone, paused: true });
}
