import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { fromSchedules, inState, isLate, lateBefore, scheduleCounters } from "./filters.ts";
import { readGroups } from "./firing.ts";
import { forecast, type Load, quarterOf } from "./forecast.ts";
import { quarterMs } from "./local-quarters.ts";
import { wallClock } from "./local-time.ts";
import type { Summary } from "./summary-schemas.ts";

const perDay = 96;
const perWeek = 7 * perDay;
// At some 20 µs each, half a second; workspaces of people have hundreds.
export const mostGroups = 25_000;

/**
 * What the dashboard tells above the list: counters, the day behind and the day ahead, the week's load. The forecast
 * covers the week's instants by expression, not one by one; should a workspace have too many expressions, the rarest
 * are left out, and the answer says so.
 */
export async function summarizeSchedules(
  ctx: Context,
  { timezone = ctx.timeZone }: { timezone?: string },
): Promise<Summary> {
  assertAllowed(ctx, "schedules.read");
  const now = ctx.now();
  const fromMs = quarterOf(now);
  const facts = await withTransaction(ctx, async (trx) => ({
    counted: await count(ctx, trx, now),
    orphans: await readOrphans(trx),
    groups: await readGroups(ctx, trx, mostGroups + 1),
    whens: await readWhens(ctx, trx, now, fromMs),
    past: await readPast(ctx, trx, fromMs),
  }));
  const { total, overdue, planned, ...counters } = facts.counted;
  const groups = facts.groups.slice(0, mostGroups);
  // One more than a week: the heat map begins with the next quarter hour, so that all of its hours are whole.
  const load = await forecast(groups, { fromMs, count: perWeek + 1, now });
  addWhens(load, facts.whens, fromMs);
  const counts = groups.reduce((sum, group) => sum + group.schedules, 0) + planned.when;
  return {
    at: now.toISOString(),
    total,
    counters,
    overdue,
    orphans: facts.orphans,
    next_24_hours: nextDay(load, fromMs),
    past_24_hours: facts.past,
    week: heatMap(load.runs.subarray(1), fromMs + quarterMs, timezone),
    forecast: {
      schedules: counts,
      of: planned.cron + planned.when,
      truncated: facts.groups.length > mostGroups,
    },
  };
}

async function count(ctx: Context, trx: Db, now: Date) {
  const n = (condition: ReturnType<typeof inState>) => sql<number>`count(*) filter (where ${condition})`;
  const row = await fromSchedules(ctx, trx)
    .select(sql<number>`count(*)`.as("total"))
    .select(n(isLate(lateBefore(now))).as("overdue"))
    .select(scheduleCounters.map((state) => n(inState(ctx, state, now)).as(state)))
    .select(
      ["cron", "when"].map((type) => n(sql`s.state = 'active' and s.type = ${type}`).as(`planned_${type}`)),
    )
    .executeTakeFirstOrThrow();
  const read = (name: string) => Number((row as Record<string, unknown>)[name] ?? 0);
  return {
    total: read("total"),
    overdue: read("overdue"),
    needs_attention: read("needs_attention"),
    running: read("running"),
    due_within_hour: read("due_within_hour"),
    paused_or_waiting: read("paused_or_waiting"),
    planned: { cron: read("planned_cron"), when: read("planned_when") },
  };
}

async function readOrphans(trx: Db): Promise<Summary["orphans"]> {
  const row = await trx
    .selectFrom("reconciler_reports")
    .select(["schedules_without_job", "jobs_without_schedule", "at"])
    .executeTakeFirst();
  return row
    ? { count: row.schedules_without_job + row.jobs_without_schedule, at: row.at.toISOString() }
    : null;
}

type Slot = { slot: number; count: number };
// As a float: over a day of runs PostgreSQL's numeric takes most of the time.
const slot = sql`floor(date_part('epoch', at) / 900)::int`;

async function readWhens({ workspaceId }: Context, trx: Db, now: Date, fromMs: number): Promise<Slot[]> {
  const end = new Date(fromMs + (perWeek + 1) * quarterMs);
  const { rows } = await sql<Slot>`
    select ${slot} as slot, count(*)::int as count
    from (
      select next_run_at as at from schedules
      where workspace_id = ${workspaceId} and state = 'active' and type = 'when'
        and next_run_at > ${now} and next_run_at < ${end}
    ) planned
    group by 1`.execute(trx);
  return rows;
}

function addWhens({ schedules, runs }: Load, whens: Slot[], fromMs: number): void {
  for (const when of whens) {
    const index = when.slot - fromMs / quarterMs;
    schedules[index] = (schedules[index] ?? 0) + when.count;
    runs[index] = (runs[index] ?? 0) + when.count;
  }
}

async function readPast(
  { workspaceId }: Context,
  trx: Db,
  fromMs: number,
): Promise<Summary["past_24_hours"]> {
  const first = fromMs - (perDay - 1) * quarterMs;
  const { rows } = await sql<Slot & { state: string }>`
    select ${slot} as slot, state, count(*)::int as count
    from (
      select created_at as at, state from runs
      where workspace_id = ${workspaceId} and created_at >= ${new Date(first)}
    ) past
    group by 1, 2`.execute(trx);
  const past = Array.from({ length: perDay }, (_, index) => ({
    from: new Date(first + index * quarterMs).toISOString(),
    runs: {} as Record<string, number>,
  }));
  for (const row of rows) {
    const bucket = past[row.slot - first / quarterMs];
    if (bucket) bucket.runs[row.state] = row.count;
  }
  return past;
}

function nextDay({ schedules, runs }: Load, fromMs: number): Summary["next_24_hours"] {
  return Array.from({ length: perDay }, (_, index) => ({
    from: new Date(fromMs + index * quarterMs).toISOString(),
    schedules: schedules[index] ?? 0,
    runs: runs[index] ?? 0,
  }));
}

function heatMap(runs: Uint32Array, fromMs: number, timezone: string): Summary["week"] {
  const hours = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const [index, count] of runs.entries()) {
    if (count === 0) continue;
    const shown = new Date(wallClock(fromMs + index * quarterMs, timezone));
    const day = hours[(shown.getUTCDay() + 6) % 7];
    const hour = shown.getUTCHours();
    if (day) day[hour] = (day[hour] ?? 0) + count;
  }
  const to = fromMs + runs.length * quarterMs;
  return { timezone, from: new Date(fromMs).toISOString(), to: new Date(to).toISOString(), hours };
}
