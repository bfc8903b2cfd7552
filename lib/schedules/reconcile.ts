import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { queueOptions, queues } from "#lib/worker/queues.ts";
import { firstState } from "./first-state.ts";
import { type ScheduleRow, scheduleOf } from "./next.ts";

/** What was found and put right: by the design both are 0, always (DESIGN §5). */
export type ReconcilerReport = { at: Date; schedulesWithoutJob: number; jobsWithoutSchedule: number };

const occurrence = sql.lit(queues.occurrence);
const keyOfSchedule = sql`s.workspace_id::text || '/' || s.connector_id`;
const isPlanned = sql`s.state = 'active' and s.type <> 'imed' and s.next_run_at is not null`;
const lockName = "tributary.reconcile";

/**
 * Finds schedules without their job and jobs without their schedule, repairs them and reports, unless another
 * worker did so within `everyMs`: then null. The database compares the two sets; no row of them comes here.
 */
export async function reconcile(
  db: Db,
  { at, everyMs = 0 }: { at: Date; everyMs?: number },
): Promise<ReconcilerReport | null> {
  if (!(await isTime(db, at, everyMs))) return null;
  await planUnplanned(db, at);
  return withScope(db, { system: true }, async (trx) => {
    if (!(await claim(trx))) return null;
    await sql`set local work_mem = '64MB'`.execute(trx);
    const moved = await moveStrayedJobs(trx);
    const jobsWithoutSchedule = await removeJobsWithoutSchedule(trx);
    const schedulesWithoutJob = moved + (await addMissingJobs(trx));
    const report = { at, schedulesWithoutJob, jobsWithoutSchedule };
    await save(trx, report);
    return report;
  });
}

async function isTime(db: Db, at: Date, everyMs: number): Promise<boolean> {
  const latest = await withScope(db, { system: true }, (trx) =>
    trx.selectFrom("reconciler_reports").select("at").executeTakeFirst(),
  );
  return !latest || Math.abs(at.getTime() - latest.at.getTime()) >= everyMs;
}

/** One worker at a time: a lock of the transaction, so that it works behind a pooler too. */
async function claim(trx: Db): Promise<boolean> {
  const { rows } = await sql<{ isMine: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${lockName}, 0)) as "isMine"`.execute(trx);
  return rows[0]?.isMine === true;
}

/** Active schedules that know no next instant: nothing of ours writes such a row, but somebody's SQL might. */
async function planUnplanned(db: Db, now: Date): Promise<void> {
  while ((await withScope(db, { system: true }, (trx) => planSome(trx, now))) > 0);
}

async function planSome(trx: Db, now: Date): Promise<number> {
  const rows = await trx
    .selectFrom("schedules")
    .select(["workspace_id", "connector_id", "type", "value", "timezone"])
    .where("state", "=", "active")
    .where("type", "<>", "imed")
    .where("next_run_at", "is", null)
    .limit(500)
    .forNoKeyUpdate()
    .skipLocked()
    .execute();
  for (const row of rows) {
    await trx
      .updateTable("schedules")
      .set(begin(row, now))
      .where("workspace_id", "=", row.workspace_id)
      .where("connector_id", "=", row.connector_id)
      .execute();
  }
  return rows.length;
}

function begin(row: ScheduleRow, now: Date) {
  try {
    const { state, nextRunAt } = firstState(scheduleOf(row), now);
    return { state, next_run_at: nextRunAt };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { state: "paused", paused_at: now, pause_reason: `The schedule can't be read. ${why}` };
  }
}

/** Jobs planned for another instant than their schedule's. */
async function moveStrayedJobs(trx: Db): Promise<number> {
  const moved = await sql`
    update pgboss.job j set start_after = strayed.next_run_at
    from (
      select j.id, s.next_run_at
      from pgboss.job j
      join schedules s on j.singleton_key = ${keyOfSchedule}
      where j.name = ${occurrence} and j.state = 'created' and ${isPlanned} and j.start_after <> s.next_run_at
      for no key update of s, j skip locked
    ) strayed
    where j.name = ${occurrence} and j.id = strayed.id`.execute(trx);
  return Number(moved.numAffectedRows ?? 0n);
}

/** Jobs of schedules that are gone, paused or done, and jobs that left the state they wait in. */
async function removeJobsWithoutSchedule(trx: Db): Promise<number> {
  const removed = await sql`
    delete from pgboss.job
    where name = ${occurrence} and id in (
      select j.id
      from pgboss.job j
      where j.name = ${occurrence} and (
        j.state <> 'created'
        or not exists (select from schedules s where ${keyOfSchedule} = j.singleton_key and ${isPlanned})
      )
      for update skip locked
    )`.execute(trx);
  return Number(removed.numAffectedRows ?? 0n);
}

async function addMissingJobs(trx: Db): Promise<number> {
  const { policy, retryLimit, retryDelay, deleteAfterSeconds } = queueOptions.occurrence;
  const added = await sql`
    insert into pgboss.job
      (name, data, singleton_key, start_after, keep_until, policy, retry_limit, retry_delay, deletion_seconds)
    select ${occurrence}, json_build_object('workspace_id', workspace_id, 'connector_id', connector_id),
      key, next_run_at, 'infinity', ${sql.lit(policy)}, ${sql.lit(retryLimit)}, ${sql.lit(retryDelay)},
      ${sql.lit(deleteAfterSeconds)}
    from (
      select s.workspace_id, s.connector_id, s.next_run_at, ${keyOfSchedule} as key
      from schedules s
      where ${isPlanned} and not exists (
        select from pgboss.job j
        where j.name = ${occurrence} and j.state = 'created' and j.singleton_key = ${keyOfSchedule}
      )
      for no key update of s skip locked
    ) lacking
    on conflict do nothing`.execute(trx);
  return Number(added.numAffectedRows ?? 0n);
}

async function save(
  trx: Db,
  { at, schedulesWithoutJob, jobsWithoutSchedule }: ReconcilerReport,
): Promise<void> {
  const row = {
    at,
    schedules_without_job: schedulesWithoutJob,
    jobs_without_schedule: jobsWithoutSchedule,
    repaired: schedulesWithoutJob + jobsWithoutSchedule,
  };
  await trx
    .insertInto("reconciler_reports")
    .values(row)
    .onConflict((conflict) => conflict.column("only_row").doUpdateSet(row))
    .execute();
}
