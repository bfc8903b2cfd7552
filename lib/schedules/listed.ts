import { z } from "zod";
import { outcomes } from "#lib/runs/outcome.ts";
import { runStates } from "#lib/runs/schemas.ts";
import { graceMs } from "./decide.ts";
import type { DescriptionLocale } from "./describe.ts";
import { scheduleConditions } from "./filters.ts";
import type { Names } from "./names.ts";
import { presentSchedule, scheduleSchema } from "./present.ts";
import type { ScheduleRow } from "./read-page.ts";
import { type Standing, type StandingRun, shownRuns } from "./standing.ts";

const instant = z.iso.datetime().nullable();
const count = z.int().min(0);

const shownRunSchema = z.object({
  id: z.uuid(),
  state: z.enum(runStates),
  reason: z.string().nullable(),
  scheduled_for: instant,
  created_at: z.iso.datetime().meta({ description: "When it was dispatched or asked for" }),
  started_at: instant,
  finished_at: instant,
  duration_ms: count.nullable().meta({ description: "From its start to its end, once it ended" }),
  counters: z
    .partialRecord(z.enum(outcomes), count)
    .meta({ description: "What it did with how many items; what it did with none is left out" }),
});

/** A schedule as the dashboard shows it. */
export const listedScheduleSchema = scheduleSchema.extend({
  connector_name: z.string(),
  connector_type: z.string(),
  conditions: z.array(z.enum(scheduleConditions)).meta({
    description:
      "running: a run is under way or waits for a worker. late: see lateness_s. failing: its last run failed. needs_credentials: its source refused them.",
  }),
  lateness_s: count.meta({
    description:
      "Seconds since the planned instant, when it passed by more than a minute and nothing ran; else 0",
  }),
  failures: count.meta({ description: "Runs that failed in a row, up to now" }),
  active_run_id: z.uuid().nullable(),
  last_runs: z
    .array(shownRunSchema)
    .max(shownRuns)
    .meta({ description: `The last ${shownRuns} runs, skipped ones too, the newest first` }),
  last_success_at: instant.meta({ description: "When its last run that succeeded ended" }),
  usual_duration_ms: count
    .nullable()
    .meta({ description: "The median of those of last_runs that read their source to the end" }),
  documents: count.meta({ description: "How many its connector holds now" }),
  documents_changed_at: instant,
  collections: z.array(z.object({ id: z.uuid(), name: z.string() })),
  created_by: z.uuid().nullable(),
  created_by_name: z.string().nullable().meta({ description: "null: nobody who is a member now" }),
  paused_by_name: z.string().nullable(),
});

export type ListedSchedule = z.output<typeof listedScheduleSchema>;
type ShownRun = ListedSchedule["last_runs"][number];

export function presentListed(
  row: ScheduleRow,
  { standing, names }: { standing: Standing; names: Names },
  { now, locale }: { now: Date; locale?: DescriptionLocale },
): ListedSchedule {
  const lastRuns = standing.runs.map(presentRun);
  const lateMs = row.state === "active" && row.next_run_at ? now.getTime() - row.next_run_at.getTime() : 0;
  const isLate = lateMs > graceMs;
  const facts: Record<(typeof scheduleConditions)[number], boolean> = {
    running: standing.activeRunId !== null,
    late: isLate,
    failing: row.failures > 0,
    needs_credentials: row.health === "needs_credentials",
  };
  return {
    ...presentSchedule(row, locale),
    connector_name: row.connector_name,
    connector_type: row.connector_type,
    conditions: scheduleConditions.filter((condition) => facts[condition]),
    lateness_s: isLate ? Math.floor(lateMs / 1000) : 0,
    failures: row.failures,
    active_run_id: standing.activeRunId,
    last_runs: lastRuns,
    last_success_at: row.last_success_at?.toISOString() ?? null,
    usual_duration_ms: usualDuration(lastRuns),
    documents: standing.documents,
    documents_changed_at: standing.documentsChangedAt?.toISOString() ?? null,
    collections: standing.collectionIds.map((id) => ({ id, name: names.collection(id) ?? "" })),
    created_by: row.created_by,
    created_by_name: names.user(row.created_by),
    paused_by_name: names.user(row.paused_by),
  };
}

function presentRun(run: StandingRun): ShownRun {
  const { started_at: began, finished_at: ended } = run;
  return {
    id: run.id,
    // The table's check allows no other.
    state: run.state as ShownRun["state"],
    reason: run.reason,
    scheduled_for: run.scheduled_for?.toISOString() ?? null,
    created_at: run.created_at.toISOString(),
    started_at: began?.toISOString() ?? null,
    finished_at: ended?.toISOString() ?? null,
    duration_ms: began && ended ? Math.max(0, ended.getTime() - began.getTime()) : null,
    counters: Object.fromEntries(
      outcomes.flatMap((outcome) => (run[outcome] > 0 ? [[outcome, run[outcome]]] : [])),
    ),
  };
}

function usualDuration(runs: ShownRun[]): number | null {
  const durations = runs
    .filter(({ state }) => state === "succeeded" || state === "partial")
    .flatMap(({ duration_ms: ms }) => (ms === null ? [] : [ms]))
    .sort((a, b) => a - b);
  const [low, high] = [durations[(durations.length - 1) >> 1], durations[durations.length >> 1]];
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2);
}
