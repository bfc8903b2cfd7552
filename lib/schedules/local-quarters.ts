import { wallClock } from "./local-time.ts";

export const quarterMs = 900_000;
const perDay = 96;

/** A day of a calendar, as cron looks at it. */
export type LocalDay = { dayOfMonth: number; month: number; dayOfWeek: number };

/** What the clocks of a zone show in each real quarter hour of a stretch. Every zone's offset is whole quarters. */
export type LocalQuarters = {
  days: LocalDay[];
  /** Which of `days` each quarter hour belongs to. */
  dayOf: Uint16Array;
  /** Which quarter of its day each one is, 0 to 95. */
  slotOf: Uint8Array;
  /** 1 where clocks that were put back show a time again. */
  isSecond: Uint8Array;
  /** Where clocks jumped forward: the quarter hour after the jump, and the ones that it left out. */
  gaps: { at: number; skipped: { day: number; slot: number }[] }[];
};

/** Reads a zone's clocks from `fromMs`, a whole quarter hour, on. */
export function localQuarters(zone: string, fromMs: number, count: number): LocalQuarters {
  // Beginning a day early tells what was shown twice, or left out, just before.
  const shown = wallTimes(zone, fromMs - perDay * quarterMs, count + perDay);
  const days = new Map<number, { index: number; day: LocalDay }>();
  const place = (wallMs: number) => ({ day: indexOf(days, wallMs), slot: slotOf(wallMs) });
  const quarters: LocalQuarters = {
    days: [],
    dayOf: new Uint16Array(count),
    slotOf: new Uint8Array(count),
    isSecond: new Uint8Array(count),
    gaps: [],
  };
  let latest = Number.NEGATIVE_INFINITY;
  for (const [index, wallMs] of shown.entries()) {
    const at = index - perDay;
    if (at >= 0) {
      const { day, slot } = place(wallMs);
      quarters.dayOf[at] = day;
      quarters.slotOf[at] = slot;
      if (wallMs <= latest) quarters.isSecond[at] = 1;
      if (wallMs > latest + quarterMs) {
        const skipped = [];
        for (let missing = latest + quarterMs; missing < wallMs; missing += quarterMs) {
          skipped.push(place(missing));
        }
        quarters.gaps.push({ at, skipped });
      }
    }
    latest = Math.max(latest, wallMs);
  }
  quarters.days = [...days.values()].map(({ day }) => day);
  return quarters;
}

/** Clocks run evenly between two changes: only days with one are looked at quarter by quarter. */
function wallTimes(zone: string, fromMs: number, count: number): Float64Array {
  const walls = new Float64Array(count);
  for (let start = 0; start < count; start += perDay) {
    const end = Math.min(start + perDay, count);
    const first = wallClock(fromMs + start * quarterMs, zone);
    const after = wallClock(fromMs + end * quarterMs, zone);
    const isEven = after - first === (end - start) * quarterMs;
    for (let index = start; index < end; index += 1) {
      walls[index] = isEven
        ? first + (index - start) * quarterMs
        : wallClock(fromMs + index * quarterMs, zone);
    }
  }
  return walls;
}

const dayMs = perDay * quarterMs;

function slotOf(wallMs: number): number {
  return Math.floor((wallMs - Math.floor(wallMs / dayMs) * dayMs) / quarterMs);
}

function indexOf(days: Map<number, { index: number; day: LocalDay }>, wallMs: number): number {
  const number = Math.floor(wallMs / dayMs);
  const known = days.get(number);
  if (known) return known.index;
  const date = new Date(number * dayMs);
  const index = days.size;
  const day = {
    dayOfMonth: date.getUTCDate(),
    month: date.getUTCMonth() + 1,
    dayOfWeek: date.getUTCDay(),
  };
  days.set(number, { index, day });
  return index;
}
