const aliases: Record<string, string> = {
  "@hourly": "0 * * * *",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@weekly": "0 0 * * 0",
  "@monthly": "0 0 1 * *",
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
};

type FieldRule = { name: string; low: number; high: number; names?: string[] };

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const rules: [FieldRule, FieldRule, FieldRule, FieldRule, FieldRule] = [
  { name: "minute", low: 0, high: 59 },
  { name: "hour", low: 0, high: 23 },
  { name: "day of month", low: 1, high: 31 },
  { name: "month", low: 1, high: 12, names: months },
  { name: "day of week", low: 0, high: 7, names: weekdays },
];

/** The five fields of a cron expression, names and case as they were typed, aliases written out. */
export type CronFields = {
  minute: string;
  hour: string;
  dayOfMonth: string;
  month: string;
  dayOfWeek: string;
};

/** A cron expression that means something, or what to change so that it does. */
export type CronReading = { fields: CronFields } | { problem: string };

/**
 * Reads five fields or an alias (`@daily`). Numbers, names (`JAN`, `MON`), lists, ranges and steps;
 * no seconds, and none of the letters that only some schedulers know (`H`, `W`, `L`, `?`, `#`).
 */
export function readCron(text: string): CronReading {
  const trimmed = text.trim();
  if (trimmed.length > 256) return { problem: "An expression of more than 256 characters can't be read." };
  if (trimmed.startsWith("@")) return readAlias(trimmed);
  const parts = trimmed.split(/\s+/);
  const [minute, hour, dayOfMonth, month, dayOfWeek] = parts;
  if (parts.length !== 5 || !minute || !hour || !dayOfMonth || !month || !dayOfWeek) {
    return { problem: wrongCount(trimmed === "" ? 0 : parts.length) };
  }
  for (const [index, rule] of rules.entries()) {
    const problem = fieldProblem(parts[index] ?? "", rule);
    if (problem) return { problem };
  }
  return { fields: { minute, hour, dayOfMonth, month, dayOfWeek } };
}

/** The values a field that `readCron` accepted stands for; a day of week of 7 counts as 0, Sunday. */
export function dayOfWeekValues(field: string): number[] {
  return valuesOf(field, rules[4]).toSorted((a, b) => a - b);
}

/** What each field of an expression that `readCron` accepted stands for. */
export function cronValues(fields: CronFields): Record<keyof CronFields, Set<number>> {
  return {
    minute: new Set(valuesOf(fields.minute, rules[0])),
    hour: new Set(valuesOf(fields.hour, rules[1])),
    dayOfMonth: new Set(valuesOf(fields.dayOfMonth, rules[2])),
    month: new Set(valuesOf(fields.month, rules[3])),
    dayOfWeek: new Set(valuesOf(fields.dayOfWeek, rules[4])),
  };
}

function valuesOf(field: string, rule: FieldRule): number[] {
  const values = new Set<number>();
  for (const part of field.split(",")) {
    const range = readPart(part, rule);
    if (typeof range === "string") continue;
    for (let value = range.low; value <= range.high; value += range.step) {
      values.add(rule.names === weekdays ? value % 7 : value);
    }
  }
  return [...values];
}

function readAlias(alias: string): CronReading {
  const [minute, hour, dayOfMonth, month, dayOfWeek] = aliases[alias.toLowerCase()]?.split(" ") ?? [];
  if (minute && hour && dayOfMonth && month && dayOfWeek) {
    return { fields: { minute, hour, dayOfMonth, month, dayOfWeek } };
  }
  return { problem: `“${alias}” is not an alias. There are ${Object.keys(aliases).join(", ")}.` };
}

function wrongCount(count: number): string {
  const hint = count === 6 ? " Seconds can't be set: leave the first field out." : "";
  return `A cron expression has five fields (minute, hour, day of month, month, day of week); this has ${count}.${hint}`;
}

function fieldProblem(field: string, rule: FieldRule): string | undefined {
  for (const part of field.split(",")) {
    const range = readPart(part, rule);
    if (typeof range === "string") return `In the ${rule.name} field “${field}”, ${range}`;
  }
  return undefined;
}

type Range = { low: number; high: number; step: number };

const partPattern = /^(?:(\*)|([a-z]{3}|\d{1,2})(?:-([a-z]{3}|\d{1,2}))?)(?:\/(\d{1,2}))?$/i;

/** One member of a list, as a range with a step; or the end of the sentence that says what is wrong. */
function readPart(part: string, rule: FieldRule): Range | string {
  const [matched, star, from, to, step] = partPattern.exec(part) ?? [];
  if (matched === undefined) return `“${part}” can't be read. ${allowed(rule)}`;
  if (step !== undefined && !star && to === undefined) {
    return `the step in “${part}” needs a range: write “${from}-${rule.high}/${step}” or “*/${step}”.`;
  }
  const low = star ? rule.low : numberOf(from ?? "", rule, false);
  const high = star ? rule.high : to === undefined ? low : numberOf(to, rule, true);
  if (low === undefined || high === undefined) return `“${part}” is out of range. ${allowed(rule)}`;
  if (low > high) return `the range “${part}” runs backwards: write it as two, separated by a comma.`;
  const every = step === undefined ? 1 : Number(step);
  if (every < 1 || every > rule.high - rule.low + 1) return `the step in “${part}” is out of range.`;
  return { low, high, step: every };
}

/** Sunday ends a week as 7 when it closes a range (`MON-SUN`). */
function numberOf(text: string, rule: FieldRule, closesRange: boolean): number | undefined {
  if (/^\d+$/.test(text)) {
    const value = Number(text);
    return value >= rule.low && value <= rule.high ? value : undefined;
  }
  const index = rule.names?.indexOf(text.toLowerCase()) ?? -1;
  if (index < 0) return undefined;
  if (rule.names === months) return index + 1;
  return index === 0 && closesRange ? 7 : index;
}

function allowed(rule: FieldRule): string {
  const names = rule.names ? ` or names (${rule.names.slice(0, 3).join(", ")}, …)` : "";
  return `Use numbers from ${rule.low} to ${rule.high}${names}, “*”, lists, ranges and steps.`;
}
