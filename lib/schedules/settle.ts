import { sql } from "kysely";
import { fromKysely, type PgBoss } from "pg-boss";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { traceparent } from "#lib/tracing/span.ts";
import { queues, type RunJob } from "#lib/worker/queues.ts";
import { type Decision, type PlannedRun, skipReasons } from "./decide.ts";
import type { Due } from "./due.ts";

export type Decided = { due: Due; decision: Decision };

export type RunRow = { id: string; workspaceId: string; connectorId: string } & PlannedRun;

/** Writes a batch's decisions, each table in one statement; answers how many runs were queued and skipped. */
export async function settle(
  trx: Db,
  boss: PgBoss,
  decided: Decided[],
  now: Date,
): Promise<{ queued: number; skipped: number }> {
  const rows = decided.flatMap(({ due, decision }) => decision.runs.map((run) => toRow(due, run)));
  const wanted = rows.filter((row) => row.state === "queued");
  const queued = await insertRuns(trx, wanted, now);
  await insertRunJobs(
    trx,
    boss,
    wanted.filter((row) => queued.has(row.id)),
  );
  // A run that wasn't written met either a run still going, or itself, written before: this row tells.
  const blocked = wanted
    .filter((row) => !queued.has(row.id))
    .map((row) => ({ ...row, state: "skipped" as const, reason: skipReasons.stillActive }));
  const skipped = await insertRuns(trx, [...rows.filter((row) => row.state === "skipped"), ...blocked], now);
  await updateSchedules(trx, decided);
  await moveJobs(trx, decided);
  return { queued: queued.size, skipped: skipped.size };
}

function toRow(due: Due, run: PlannedRun): RunRow {
  return { id: uuid(), workspaceId: due.workspaceId, connectorId: due.connectorId, ...run };
}

/** Answers the ids that were written: one run per occurrence, one active run per connector. */
export async function insertRuns(trx: Db, rows: RunRow[], now: Date): Promise<Set<string>> {
  if (rows.length === 0) return new Set();
  const inserted = await sql<{ id: string }>`
    insert into runs
      (workspace_id, id, connector_id, scheduled_for, state, reason, trigger, created_at, finished_at)
    select run.*, 'schedule', ${now}, case when run.state = 'skipped' then ${now}::timestamptz end
    from unnest(
      ${rows.map((row) => row.workspaceId)}::uuid[],
      ${rows.map((row) => row.id)}::uuid[],
      ${rows.map((row) => row.connectorId)}::text[],
      ${rows.map((row) => row.scheduledFor.toISOString())}::timestamptz[],
      ${rows.map((row) => row.state)}::text[],
      ${rows.map((row) => row.reason)}::text[]
    ) run (workspace_id, id, connector_id, scheduled_for, state, reason)
    on conflict do nothing
    returning id`.execute(trx);
  return new Set(inserted.rows.map((row) => row.id));
}

async function insertRunJobs(trx: Db, boss: PgBoss, rows: RunRow[]): Promise<void> {
  if (rows.length === 0) return;
  const jobs = rows.map((row) => {
    const data: RunJob = { workspace_id: row.workspaceId, run_id: row.id, traceparent: traceparent() };
    return { data, singletonKey: row.id };
  });
  const ids = await boss.insert(queues.run, jobs, { db: fromKysely(trx), returnId: true });
  if (ids?.length !== jobs.length) throw new Error("A run that was just made already waits in its queue.");
}

async function updateSchedules(trx: Db, decided: Decided[]): Promise<void> {
  await sql`
    update schedules s
    set next_run_at = v.next, state = v.state, pause_reason = v.reason,
      paused_at = case when v.state = 'paused' then now() end
    from unnest(
      ${decided.map(({ due }) => due.workspaceId)}::uuid[],
      ${decided.map(({ due }) => due.connectorId)}::text[],
      ${decided.map(({ decision }) => decision.next?.toISOString() ?? null)}::timestamptz[],
      ${decided.map(({ decision }) => decision.state)}::text[],
      ${decided.map(({ decision }) => decision.pauseReason)}::text[]
    ) v (workspace_id, connector_id, next, state, reason)
    where s.workspace_id = v.workspace_id and s.connector_id = v.connector_id`.execute(trx);
}

/** An occurrence that goes on is the same job, moved: one row written instead of three. One that ended goes. */
async function moveJobs(trx: Db, decided: Decided[]): Promise<void> {
  const moved = decided.filter(({ decision }) => decision.next !== null);
  const ended = decided.filter(({ decision }) => decision.next === null);
  if (moved.length > 0) {
    await sql`
      update pgboss.job j set start_after = v.next
      from unnest(
        ${moved.map(({ due }) => due.id)}::uuid[],
        ${moved.map(({ decision }) => decision.next?.toISOString() ?? null)}::timestamptz[]
      ) v (id, next)
      where j.name = ${sql.lit(queues.occurrence)} and j.id = v.id`.execute(trx);
  }
  if (ended.length > 0) {
    await sql`
      delete from pgboss.job
      where name = ${sql.lit(queues.occurrence)} and id = any(${ended.map(({ due }) => due.id)}::uuid[])`.execute(
      trx,
    );
  }
}
