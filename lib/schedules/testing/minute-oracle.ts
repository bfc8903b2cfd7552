const minute = 60_000;
const quarter = 15 * minute;
const shifts = new Map<string, Map<number, number>>();

/**
 * Which instants an expression should fire at in (fromMs, toMs], found the slow way: by looking at the wall
 * clock every minute (or every quarter of an hour, for long walks of expressions that only fire on one). Shares
 * no code with the scheduler. Reads numbers, `*`, lists, ranges and steps.
 */
export function firesByWalking(
  expression: string,
  zone: string,
  fromMs: number,
  toMs: number,
  stepMs = minute,
): number[] {
  const matches = matcher(expression);
  const [minutes = "", hours = ""] = expression.split(" ");
  const keepsBeat = /[*/]/.test(minutes + hours);
  const fires: number[] = [];
  // Two days earlier, so that the readings of an hour that comes twice are known before it begins.
  const early = fromMs - 2 * 1440 * minute;
  let latest = reading(early, zone);
  for (let at = early + stepMs; at <= toMs; at += stepMs) {
    const now = reading(at, zone);
    let isDue = keepsBeat ? matches(now) : now > latest && matches(now);
    for (let skipped = latest + stepMs; !keepsBeat && skipped < now; skipped += stepMs) {
      isDue ||= matches(skipped);
    }
    latest = Math.max(latest, now);
    if (isDue && at > fromMs) fires.push(at);
  }
  return fires;
}

/** The instants (ms) of [fromMs, toMs) at which the clocks of a zone change. */
export function clockChanges(zone: string, fromMs: number, toMs: number): number[] {
  const changes: number[] = [];
  for (let at = fromMs + quarter; at < toMs; at += quarter) {
    if (shiftAt(at, zone) !== shiftAt(at - quarter, zone)) changes.push(at);
  }
  return changes;
}

function matcher(expression: string): (reading: number) => boolean {
  const [minutes, hours, daysOfMonth, months, weekdays] = expression.split(" ");
  const isIn = {
    minutes: members(minutes, 0, 59),
    hours: members(hours, 0, 23),
    days: members(daysOfMonth, 1, 31),
    months: members(months, 1, 12),
    weekdays: members(weekdays, 0, 7),
  };
  const either = daysOfMonth !== "*" && weekdays !== "*";
  return (reading) => {
    const at = new Date(reading);
    const onDay = isIn.days.has(at.getUTCDate());
    const onWeekday = isIn.weekdays.has(at.getUTCDay()) || (at.getUTCDay() === 0 && isIn.weekdays.has(7));
    return (
      isIn.minutes.has(at.getUTCMinutes()) &&
      isIn.hours.has(at.getUTCHours()) &&
      isIn.months.has(at.getUTCMonth() + 1) &&
      (either ? onDay || onWeekday : onDay && onWeekday)
    );
  };
}

function members(field: string | undefined, low: number, high: number): Set<number> {
  const values = new Set<number>();
  for (const part of (field ?? "").split(",")) {
    const [range = "", step = "1"] = part.split("/");
    const [from = low, to = from] = range === "*" ? [low, high] : range.split("-").map(Number);
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}

function reading(atMs: number, zone: string): number {
  return atMs + shiftAt(atMs, zone);
}

/** Clocks have changed on quarters of an hour only, in all zones, since 1972. */
function shiftAt(atMs: number, zone: string): number {
  const start = Math.floor(atMs / quarter) * quarter;
  const known = shifts.get(zone) ?? new Map<number, number>();
  shifts.set(zone, known);
  const before = known.get(start);
  if (before !== undefined) return before;
  const name = offsetName(start, zone);
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? ["", "+", "0", "0"];
  const shift = (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * minute;
  known.set(start, shift);
  return shift;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function offsetName(atMs: number, zone: string): string {
  const format =
    formats.get(zone) ?? new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" });
  formats.set(zone, format);
  return format.formatToParts(atMs).find((part) => part.type === "timeZoneName")?.value ?? "";
}
