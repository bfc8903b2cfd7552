import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { queueRun } from "#lib/runs/queue-run.ts";
import type { ConnectorRef } from "./plan.ts";

export type Association = ConnectorRef & { createdBy: string | null };

/**
 * What putting a connector into a collection starts, in the transaction that does so: the run of an `imed` whose
 * last run didn't succeed, or of a `when` whose instant passed while it was in no collection. Answers the id of
 * the run, or null when there is none to start.
 */
export async function startOnAssociation(
  trx: Db,
  boss: PgBoss,
  { workspaceId, connectorId, createdBy }: Association,
): Promise<string | null> {
  const schedule = await trx
    .selectFrom("schedules")
    .select(["type", "value", "state"])
    .where("workspace_id", "=", workspaceId)
    .where("connector_id", "=", connectorId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  if (!schedule || schedule.type === "cron" || schedule.state === "paused") return null;
  const ref = { workspaceId, connectorId };
  const waits = schedule.state === "waiting_for_collection";
  if (schedule.type === "when" && !waits) return null;
  if (waits) await setState(trx, ref, schedule.type === "when" ? "done" : "active");
  if (schedule.type === "imed" && (await lastRunSucceeded(trx, ref))) return null;
  const scheduledFor = schedule.type === "when" && schedule.value ? new Date(schedule.value) : undefined;
  // Null while a run goes on: the documents it brings serve this collection too.
  const run = await queueRun(trx, boss, { ...ref, trigger: "association", scheduledFor, createdBy });
  return run?.id ?? null;
}

async function setState(trx: Db, ref: ConnectorRef, state: string): Promise<void> {
  await trx
    .updateTable("schedules")
    .set({ state, next_run_at: null })
    .where("workspace_id", "=", ref.workspaceId)
    .where("connector_id", "=", ref.connectorId)
    .execute();
}

async function lastRunSucceeded(trx: Db, ref: ConnectorRef): Promise<boolean> {
  const last = await trx
    .selectFrom("runs")
    .select("state")
    .where("workspace_id", "=", ref.workspaceId)
    .where("connector_id", "=", ref.connectorId)
    .where("state", "<>", "skipped")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return last?.state === "succeeded";
}
