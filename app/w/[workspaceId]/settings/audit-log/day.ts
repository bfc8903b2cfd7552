import { instantOf } from "#lib/schedules/local-time.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** When a day (`2026-11-25`) begins on the clocks of a zone. */
export function startOfDay(day: string, zone: string): Date {
  return new Date(instantOf(Date.parse(day), zone).instantMs);
}

/** When it is over, which on days of a clock change isn't 24 hours later. */
export function endOfDay(day: string, zone: string): Date {
  return new Date(instantOf(Date.parse(day) + dayMs, zone).instantMs);
}
