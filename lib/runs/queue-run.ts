import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { enqueueRun } from "#lib/schedules/plan.ts";

export type RunTrigger = "schedule" | "association" | "manual" | "retry" | "upload";

export type NewRun = {
  workspaceId: string;
  connectorId: string;
  trigger: RunTrigger;
  /** The user who asked, null when nobody did. */
  createdBy: string | null;
  /** The planned instant, for a run that a schedule asked for. */
  scheduledFor?: Date;
  /** The run whose failed items this one reads again. */
  retryOf?: string;
  /** Reads these items alone. */
  onlyKeys?: string[];
  /** The earliest instant to begin. */
  notBefore?: Date;
};

/**
 * Queues a run and its job in the caller's transaction.
 * @returns null when the connector has an active run already: nothing was written
 */
export async function queueRun(
  trx: Db,
  boss: PgBoss,
  run: NewRun,
): Promise<{ id: string; state: "queued" } | null> {
  const id = uuid();
  const inserted = await sql`
    insert into runs (workspace_id, id, connector_id, trigger, state, scheduled_for, retry_of, only_keys, not_before,
      created_by)
    values (${run.workspaceId}, ${id}, ${run.connectorId}, ${run.trigger}, 'queued', ${run.scheduledFor ?? null},
      ${run.retryOf ?? null}, ${run.onlyKeys ?? null}, ${run.notBefore ?? null}, ${run.createdBy})
    on conflict do nothing`.execute(trx);
  if (inserted.numAffectedRows !== 1n) return null;
  await enqueueRun(trx, boss, { workspaceId: run.workspaceId, runId: id, startAfter: run.notBefore });
  return { id, state: "queued" };
}
