import { z } from "zod";
import { type DescriptionLocale, describeSchedule } from "./describe.ts";
import { type ScheduleRow, scheduleOf } from "./next.ts";

const instant = z.iso.datetime();

/** A connector's schedule, as connectors carry it. */
export const schedulerSchema = z.object({
  type: z.enum(["imed", "cron", "when"]),
  value: z.string().nullable().meta({ description: "Cron expression, or instant; null for imed" }),
  timezone: z.string(),
  next_run_at: instant.nullable(),
  state: z.enum(["active", "waiting_for_collection", "paused", "done"]),
});

export type PresentedScheduler = z.output<typeof schedulerSchema>;

/** The columns that make a `scheduler`. */
export type SchedulerRow = ScheduleRow & { next_run_at: Date | null; state: string };

export function presentScheduler(row: SchedulerRow): PresentedScheduler {
  return schedulerSchema.parse({
    type: row.type,
    value: row.value,
    timezone: row.timezone,
    next_run_at: row.next_run_at?.toISOString() ?? null,
    state: row.state,
  });
}

export const missedSchema = z
  .enum(["run_once", "skip"], { error: "Must be run_once or skip." })
  .meta({ description: "After an outage: run once, or not at all" });

/** A schedule on its own: the scheduler, its words, and why it doesn't run when it doesn't. */
export const scheduleSchema = schedulerSchema.extend({
  connector_id: z.string(),
  description: z.string(),
  missed: missedSchema,
  paused_at: instant.nullable(),
  paused_by: z.uuid().nullable(),
  pause_reason: z.string().nullable(),
});

type PausableRow = SchedulerRow & {
  connector_id: string;
  missed: string;
  paused_at: Date | null;
  paused_by: string | null;
  pause_reason: string | null;
};

export function presentSchedule(
  row: PausableRow,
  locale: DescriptionLocale = "en",
): z.output<typeof scheduleSchema> {
  return scheduleSchema.parse({
    ...presentTiming(row, locale),
    connector_id: row.connector_id,
    paused_at: row.paused_at?.toISOString() ?? null,
    paused_by: row.paused_by,
    pause_reason: row.pause_reason,
  });
}

/** When a schedule runs: what rescheduling, pausing and resuming change. */
export function presentTiming(row: SchedulerRow & { missed: string }, locale: DescriptionLocale = "en") {
  const missed = scheduleSchema.shape.missed.parse(row.missed);
  return { ...presentScheduler(row), missed, description: wordsOf(row, locale) };
}

const known = new Map<string, string>();
const mostKnown = 5_000;

/** A schedule in words. One that can't be read is paused and says so; listing it must not fail. */
export function wordsOf(row: ScheduleRow, locale: DescriptionLocale = "en"): string {
  const key = [locale, row.type, row.timezone, row.value].join("\n");
  const said = known.get(key);
  if (said !== undefined) return said;
  if (known.size >= mostKnown) known.clear();
  const words = describe(row, locale);
  known.set(key, words);
  return words;
}

function describe(row: ScheduleRow, locale: DescriptionLocale): string {
  try {
    return describeSchedule(scheduleOf(row), locale);
  } catch {
    return row.value ?? row.type;
  }
}
