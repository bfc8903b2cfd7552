import { type CronFields, cronValues } from "./cron.ts";
import { firesOf, isOnDay } from "./forecast.ts";
import type { LocalQuarters } from "./local-quarters.ts";
import { hasFixedTimes } from "./next.ts";

export const minutesPerQuarter = 15;

/** Adds an expression's runs to the minutes of a stretch. */
export function addLoad(
  load: Float64Array,
  schedules: number,
  fields: CronFields,
  quarters: LocalQuarters,
): void {
  const minutes = [...cronValues(fields).minute];
  for (const [index, fires] of firesOf(fields, quarters).entries()) {
    if (fires === 0) continue;
    const begins = ((quarters.slotOf[index] ?? 0) % 4) * minutesPerQuarter;
    const within = minutes.filter((minute) => minute >= begins && minute < begins + minutesPerQuarter);
    // Times that the clocks left out fire when the gap ends, which a quarter hour begins with.
    const at = fires > within.length ? [begins, ...within] : within;
    for (const minute of at.slice(0, fires)) {
      const place = index * minutesPerQuarter + minute - begins;
      load[place] = (load[place] ?? 0) + schedules;
    }
  }
}

/** Where the hours begin in which an expression runs, in minutes of the stretch. */
export function hoursOf(fields: CronFields, quarters: LocalQuarters): number[] {
  const { days, dayOf, slotOf, isSecond } = quarters;
  const values = cronValues(fields);
  const isFixed = hasFixedTimes(fields);
  const isOn = days.map((day) => isOnDay(fields, values, day));
  const hours: number[] = [];
  for (const [index, slot] of slotOf.entries()) {
    const isPlanned = slot % 4 === 0 && isOn[dayOf[index] ?? 0] && values.hour.has(slot >> 2);
    if (isPlanned && !(isFixed && isSecond[index])) hours.push(index * minutesPerQuarter);
  }
  return hours;
}
