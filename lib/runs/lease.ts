import { sql } from "kysely";
import type { Db } from "#db/client.ts";

/** A run in a worker's hands. The token is its lease: whoever has another one, or none, writes nothing. */
export type LeasedRun = {
  workspaceId: string;
  runId: string;
  connectorId: string;
  leaseToken: string;
  /** Where its time went so far; absent where nobody measures. */
  spent?: Spent;
};

/** Milliseconds that a run waited for its source (listing, reading, extracting), and that it took to store. */
export type Spent = { readingMs: number; storingMs: number };

/** Seconds that a lease lasts. Renewed by every batch, and by the worker's heartbeat in between. */
export const leaseS = 10;

/** A worker frozen in the middle of a batch would hold its run's row: the server ends such a transaction. */
const frozenAfter = "10s";

/** The run was given to another worker, ended or deleted: what this one still holds of it is void. */
export class LostLease extends Error {
  override readonly name = "LostLease";

  constructor(runId: string) {
    super(`Run ${runId} is no longer this worker's.`);
  }
}

/**
 * Locks a run for this transaction and proves that it is still ours: the first statement of everything that writes
 * for a run, so that a zombie's writes change nothing.
 * @returns whether somebody asked to cancel it
 * @throws LostLease
 */
export async function lockRun(trx: Db, run: LeasedRun): Promise<{ cancelRequested: boolean }> {
  const row = await trx
    .selectFrom("runs")
    .select("cancel_requested_at")
    .select(sql`set_config('idle_in_transaction_session_timeout', ${frozenAfter}, true)`.as("frozen_after"))
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.runId)
    .where("lease_token", "=", run.leaseToken)
    .where("state", "=", "running")
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!row) throw new LostLease(run.runId);
  return { cancelRequested: row.cancel_requested_at !== null };
}

/** What a worker's heartbeat tells of a run. */
export type Pulse = LeasedRun & { stage: string | null; currentItem: string | null; total: number | null };
/** By lease, not by run: a worker that lost a run may have it again, under a new lease. */
export type PulseAnswer = { leaseToken: string; isMine: boolean; cancelRequested: boolean };

/**
 * Renews the leases of a worker's runs and shows what they are at, in one statement (system scope). A run whose
 * batch is being written renews itself, and isn't waited for.
 */
export async function renewLeases(trx: Db, runs: Pulse[]): Promise<PulseAnswer[]> {
  if (runs.length === 0) return [];
  const { rows } = await sql<PulseAnswer>`
    with pulse as (
      select * from unnest(
        ${runs.map((run) => run.workspaceId)}::uuid[], ${runs.map((run) => run.runId)}::uuid[],
        ${runs.map((run) => run.leaseToken)}::uuid[], ${runs.map((run) => run.stage)}::text[],
        ${runs.map((run) => run.currentItem)}::text[], ${runs.map((run) => run.total)}::bigint[]
      ) p (workspace_id, id, lease_token, stage, current_item, estimated_total)
    ), mine as (
      select r.workspace_id, r.id from runs r join pulse p using (workspace_id, id, lease_token)
      where r.state = 'running'
      for no key update of r skip locked
    ), renewed as (
      update runs r set lease_expires_at = now() + make_interval(secs => ${leaseS}), stage = p.stage,
        current_item = p.current_item, estimated_total = p.estimated_total
      from pulse p join mine using (workspace_id, id)
      where r.workspace_id = p.workspace_id and r.id = p.id
    )
    select p.lease_token as "leaseToken", coalesce(r.state = 'running' and r.lease_token = p.lease_token, false) as "isMine",
      r.cancel_requested_at is not null as "cancelRequested"
    from pulse p left join runs r using (workspace_id, id)`.execute(trx);
  return rows;
}
