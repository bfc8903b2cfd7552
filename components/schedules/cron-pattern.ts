/** What the builder of cron expressions can say without writing one. */
export type CronPattern =
  | { every: "hour"; minute: number }
  | { every: "day"; minute: number; hour: number }
  | { every: "weekday"; minute: number; hour: number }
  | { every: "week"; minute: number; hour: number; days: number[] }
  | { every: "month"; minute: number; hour: number; day: number };

export type Every = CronPattern["every"];

/** A pattern as an expression. */
export function writePattern(pattern: CronPattern): string {
  const { every, minute } = pattern;
  if (every === "hour") return `${minute} * * * *`;
  const time = `${minute} ${pattern.hour}`;
  if (every === "day") return `${time} * * *`;
  if (every === "weekday") return `${time} * * 1-5`;
  if (every === "week") return `${time} * * ${pattern.days.toSorted((a, b) => a - b).join(",")}`;
  return `${time} ${pattern.day} * *`;
}

/** The pattern that an expression follows; undefined for one that the builder can't say. */
export function readPattern(expression: string): CronPattern | undefined {
  const [minute = "", hour = "", day = "", month = "", week = "", ...more] = expression.trim().split(/\s+/);
  if (more.length > 0 || month !== "*" || !isNumber(minute, 0, 59)) return undefined;
  if (hour === "*")
    return day === "*" && week === "*" ? { every: "hour", minute: Number(minute) } : undefined;
  if (!isNumber(hour, 0, 23)) return undefined;
  const time = { minute: Number(minute), hour: Number(hour) };
  if (day === "*") return onDays(time, week);
  return isNumber(day, 1, 31) && week === "*" ? { every: "month", ...time, day: Number(day) } : undefined;
}

function onDays(time: { minute: number; hour: number }, week: string): CronPattern | undefined {
  if (week === "*") return { every: "day", ...time };
  if (week === "1-5") return { every: "weekday", ...time };
  const days = week.split(",");
  if (!days.every((day) => isNumber(day, 0, 6))) return undefined;
  return { every: "week", ...time, days: days.map(Number) };
}

function isNumber(text: string, low: number, high: number): boolean {
  return /^\d{1,2}$/.test(text) && Number(text) >= low && Number(text) <= high;
}

/** Another pattern, with what both have kept; Monday and the first unless told. */
export function switchPattern(from: CronPattern | undefined, every: Every): CronPattern {
  const minute = from?.minute ?? 7;
  const hour = from && "hour" in from ? from.hour : 6;
  if (every === "hour") return { every, minute };
  if (every === "week") return { every, minute, hour, days: from?.every === "week" ? from.days : [1] };
  if (every === "month") return { every, minute, hour, day: from?.every === "month" ? from.day : 1 };
  return { every, minute, hour };
}
