import { setImmediate } from "node:timers/promises";
import { type CronFields, cronValues, readCron } from "./cron.ts";
import { type LocalDay, type LocalQuarters, localQuarters, quarterMs } from "./local-quarters.ts";
import { hasFixedTimes } from "./next.ts";

/** Schedules that share an expression and a zone. */
export type CronGroup = { value: string; timezone: string; schedules: number };

/** How many schedules fire in each quarter hour, and how many runs that makes. */
export type Load = { schedules: Uint32Array; runs: Uint32Array };

const turnMs = 5;

/**
 * What cron schedules will fire in the quarter hours from `fromMs` on, strictly after `now`. It asks of each quarter
 * hour whether the expression's fields take what the clock shows there, so it costs the same for one that fires every
 * minute as for one that fires once; walking instants, as `nextInstant` does, would cost a million steps.
 * forecast.test.ts holds the two together.
 */
export async function forecast(
  groups: CronGroup[],
  { fromMs, count, now }: { fromMs: number; count: number; now: Date },
): Promise<Load> {
  const load: Load = { schedules: new Uint32Array(count), runs: new Uint32Array(count) };
  await eachGroup(groups, { fromMs, count }, ({ schedules }, fields, quarters) => {
    const fires = firesOf(fields, quarters);
    fires[0] = firesInFirst(fields, quarters, { fromMs, now });
    for (let index = 0; index < count; index += 1) {
      const runs = fires[index] ?? 0;
      if (runs === 0) continue;
      load.schedules[index] = (load.schedules[index] ?? 0) + schedules;
      load.runs[index] = (load.runs[index] ?? 0) + runs * schedules;
    }
  });
  return load;
}

/** The expressions that fire in the quarter hours that `from` and `to` touch. */
export async function firingIn(
  groups: CronGroup[],
  { from, to }: { from: Date; to: Date },
): Promise<CronGroup[]> {
  const fromMs = quarterOf(from);
  const count = Math.ceil((to.getTime() - fromMs) / quarterMs);
  const firing: CronGroup[] = [];
  await eachGroup(groups, { fromMs, count }, (group, fields, quarters) => {
    if (firesOf(fields, quarters).some((fires) => fires > 0)) firing.push(group);
  });
  return firing;
}

/** Looks at each expression that can be read, with its zone's clocks, and lets others have the event loop meanwhile. */
export async function eachGroup<Group extends CronGroup>(
  groups: Group[],
  { fromMs, count }: { fromMs: number; count: number },
  look: (group: Group, fields: CronFields, quarters: LocalQuarters) => void,
): Promise<void> {
  const zones = new Map<string, LocalQuarters>();
  let turnEnds = performance.now() + turnMs;
  for (const group of groups) {
    const reading = readCron(group.value);
    if ("problem" in reading) continue;
    const quarters = zones.get(group.timezone) ?? localQuarters(group.timezone, fromMs, count);
    zones.set(group.timezone, quarters);
    look(group, reading.fields, quarters);
    if (performance.now() < turnEnds) continue;
    await setImmediate();
    turnEnds = performance.now() + turnMs;
  }
}

/** How often an expression fires in each quarter hour. */
export function firesOf(
  fields: CronFields,
  { days, dayOf, slotOf, isSecond, gaps }: LocalQuarters,
): Uint8Array {
  const values = cronValues(fields);
  const isOn = days.map((day) => isOnDay(fields, values, day));
  const perQuarter = [0, 0, 0, 0];
  for (const minute of values.minute)
    perQuarter[(minute / 15) | 0] = (perQuarter[(minute / 15) | 0] ?? 0) + 1;
  const perSlot = Uint8Array.from({ length: 96 }, (_, slot) =>
    values.hour.has(slot >> 2) ? (perQuarter[slot & 3] ?? 0) : 0,
  );
  const isFixed = hasFixedTimes(fields);
  const fires = new Uint8Array(dayOf.length);
  for (let index = 0; index < fires.length; index += 1) {
    if (!isOn[dayOf[index] ?? 0] || (isFixed && isSecond[index])) continue;
    fires[index] = perSlot[slotOf[index] ?? 0] ?? 0;
  }
  if (!isFixed) return fires;
  // Times that the clocks left out fire together, when the gap ends.
  for (const { at, skipped } of gaps) {
    const isMissing = skipped.some(({ day, slot }) => isOn[day] && (perSlot[slot] ?? 0) > 0);
    const firesThen = (fires[at] ?? 0) > 0 && values.minute.has(((slotOf[at] ?? 0) & 3) * 15);
    if (isMissing && !firesThen) fires[at] = (fires[at] ?? 0) + 1;
  }
  return fires;
}

/** Of the quarter hour that is under way, the minutes that are still to come. */
function firesInFirst(
  fields: CronFields,
  quarters: LocalQuarters,
  { fromMs, now }: { fromMs: number; now: Date },
): number {
  const { days, dayOf, slotOf, isSecond } = quarters;
  const values = cronValues(fields);
  const slot = slotOf[0] ?? 0;
  const day = days[dayOf[0] ?? 0];
  if (!day || !isOnDay(fields, values, day) || !values.hour.has(slot >> 2)) return 0;
  if (hasFixedTimes(fields) && isSecond[0]) return 0;
  let fires = 0;
  for (let minute = 0; minute < 15; minute += 1) {
    if (fromMs + minute * 60_000 > now.getTime() && values.minute.has((slot & 3) * 15 + minute)) fires += 1;
  }
  return fires;
}

/** Both day fields set mean either. */
export function isOnDay(fields: CronFields, values: ReturnType<typeof cronValues>, day: LocalDay): boolean {
  if (!values.month.has(day.month)) return false;
  const inMonth = values.dayOfMonth.has(day.dayOfMonth);
  const inWeek = values.dayOfWeek.has(day.dayOfWeek);
  return fields.dayOfMonth !== "*" && fields.dayOfWeek !== "*" ? inMonth || inWeek : inMonth && inWeek;
}

/** The whole quarter hour that holds an instant. */
export function quarterOf(at: Date): number {
  return Math.floor(at.getTime() / quarterMs) * quarterMs;
}
