import type { FieldError } from "#lib/errors.ts";
import { readCron } from "./cron.ts";
import { nextInstant, type Schedule } from "./next.ts";
import { readWhen } from "./when.ts";
import { isTimeZone } from "./zone.ts";

export type { Schedule } from "./next.ts";

/** What a caller says about a schedule, as it came from a query string or a form. */
export type ScheduleInput = {
  scheduler_type: string | null | undefined;
  scheduler_value?: string | null | undefined;
  /** IANA name; the caller puts the workspace's zone here when none was given. */
  timezone: string;
  now: Date;
};

/** A schedule that will fire, or every field that is wrong. */
export type ParsedSchedule = { ok: true; schedule: Schedule } | { ok: false; errors: FieldError[] };

/** Reads a schedule: `imed` ignores its value, `cron` must have a next instant, `when` must lie ahead of `now`. */
export function parseSchedule(input: ScheduleInput): ParsedSchedule {
  const errors: FieldError[] = [];
  if (!isTimeZone(input.timezone)) {
    errors.push({
      path: "timezone",
      message: `“${input.timezone}” is not a known time zone. Use an IANA name such as America/Sao_Paulo or Etc/UTC.`,
    });
  }
  const read = readers[input.scheduler_type as Schedule["type"]];
  if (!read || !Object.hasOwn(readers, input.scheduler_type ?? "")) {
    errors.push({ path: "scheduler_type", message: "Must be imed, cron or when." });
    return { ok: false, errors };
  }
  const value = input.scheduler_value?.trim() ?? "";
  const zone = errors.length > 0 ? "Etc/UTC" : input.timezone;
  const reading = read(value, zone, input.now);
  if ("problem" in reading) errors.push({ path: "scheduler_value", message: reading.problem });
  if (errors.length > 0 || "problem" in reading) return { ok: false, errors };
  return { ok: true, schedule: reading };
}

type Reader = (value: string, timezone: string, now: Date) => Schedule | { problem: string };

const readers: Record<Schedule["type"], Reader> = {
  imed: (_value, timezone) => ({ type: "imed", value: null, timezone }),
  cron: parseCron,
  when: parseWhen,
};

function parseCron(value: string, timezone: string, now: Date): Schedule | { problem: string } {
  if (value === "") return { problem: "A cron schedule needs an expression, such as 0 6 * * 1-5." };
  const reading = readCron(value);
  if ("problem" in reading) return reading;
  const schedule: Schedule = { type: "cron", value: value.replace(/\s+/g, " "), timezone };
  if (!nextInstant(schedule, now)) {
    return { problem: `“${value}” can never fire: no year has such a day.` };
  }
  return schedule;
}

function parseWhen(value: string, timezone: string, now: Date): Schedule | { problem: string } {
  if (value === "") return { problem: "Tell when it should run, such as 2026-03-01T09:00:00Z." };
  const reading = readWhen(value, timezone);
  if ("problem" in reading) return reading;
  const { instant } = reading;
  if (instant <= now) {
    return { problem: `“${value}” is ${ago(now.getTime() - instant.getTime())}. Choose a time ahead.` };
  }
  return { type: "when", value: instant.toISOString(), timezone };
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_556_952_000],
  ["month", 2_629_746_000],
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
  ["second", 1000],
];

function ago(elapsedMs: number): string {
  const [unit, size] = units.find(([, size]) => elapsedMs >= size) ?? ["second", 1000];
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(-Math.floor(elapsedMs / size), unit);
}
