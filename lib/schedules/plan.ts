import { sql } from "kysely";
import { fromKysely, type PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { traceparent } from "#lib/tracing/span.ts";
import { type OccurrenceJob, queueOptions, queues, type RunJob } from "#lib/worker/queues.ts";

export type ConnectorRef = { workspaceId: string; connectorId: string };

/** One job per schedule: connector ids are unique within their workspace only. */
export function occurrenceKey({ workspaceId, connectorId }: ConnectorRef): string {
  return `${workspaceId}/${connectorId}`;
}

/**
 * The statement that plans a schedule's next occurrence, for callers that fold it into a bigger one. It writes
 * the row `boss.send` would, at half its cost (plan.test.ts holds the two together). A schedule that already
 * has a job breaks the queue's unique index: an error, never a silent null (DESIGN §5).
 */
export function occurrenceInsert(ref: ConnectorRef, at: Date) {
  const data: OccurrenceJob = { workspace_id: ref.workspaceId, connector_id: ref.connectorId };
  const { policy, retryLimit, retryDelay, deleteAfterSeconds } = queueOptions.occurrence;
  return sql`
    insert into pgboss.job
      (name, data, singleton_key, start_after, keep_until, policy, retry_limit, retry_delay, deletion_seconds)
    values (${sql.lit(queues.occurrence)}, ${JSON.stringify(data)}, ${occurrenceKey(ref)}, ${at}, 'infinity',
      ${sql.lit(policy)}, ${sql.lit(retryLimit)}, ${sql.lit(retryDelay)}, ${sql.lit(deleteAfterSeconds)})`;
}

/** Plans the next occurrence of a schedule that has none, in the caller's transaction: one statement. */
export async function planOccurrence(trx: Db, { at, ...ref }: ConnectorRef & { at: Date }): Promise<void> {
  await occurrenceInsert(ref, at).execute(trx);
}

/** Moves a schedule's occurrence to `at`, or plans it when there is none. Lock the schedule's row before. */
export async function replanOccurrence(trx: Db, { at, ...ref }: ConnectorRef & { at: Date }): Promise<void> {
  const moved = await sql`
    update pgboss.job set start_after = ${at}
    where name = ${sql.lit(queues.occurrence)} and singleton_key = ${occurrenceKey(ref)} and state = 'created'`.execute(
    trx,
  );
  if (moved.numAffectedRows === 0n) await planOccurrence(trx, { ...ref, at });
}

/**
 * Takes a schedule's occurrence back; without one, nothing happens. Whoever deletes a connector calls this
 * first: it locks the schedule, so that a dispatch under way ends before, and can't wait for, the deletion.
 */
export async function cancelOccurrence(trx: Db, ref: ConnectorRef): Promise<void> {
  await sql`
    with schedule as (
      select 1 from schedules
      where workspace_id = ${ref.workspaceId} and connector_id = ${ref.connectorId}
      for update
    )
    delete from pgboss.job
    where name = ${sql.lit(queues.occurrence)} and singleton_key = ${occurrenceKey(ref)} and state < 'active'
      and (select count(*) from schedule) >= 0`.execute(trx);
}

/** Puts a run into its queue, in the transaction that wrote its row. */
export async function enqueueRun(
  trx: Db,
  boss: PgBoss,
  { workspaceId, runId, startAfter }: { workspaceId: string; runId: string; startAfter?: Date },
): Promise<void> {
  const data: RunJob = { workspace_id: workspaceId, run_id: runId, traceparent: traceparent() };
  const id = await boss.send(queues.run, data, { singletonKey: runId, startAfter, db: fromKysely(trx) });
  if (id === null) throw new Error(`Run ${runId} already waits in its queue.`);
}
