import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { cancelOccurrence, replanOccurrence } from "./plan.ts";

const columns = [
  "connector_id",
  "type",
  "value",
  "timezone",
  "missed",
  "state",
  "next_run_at",
  "paused_at",
  "paused_by",
  "pause_reason",
  "version",
] as const;

/** A connector's schedule, locked until the transaction ends. @throws AppError `not_found` */
export async function lockSchedule(ctx: Context, trx: Db, connectorId: string) {
  const row = await trx
    .selectFrom("schedules")
    .select(columns)
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("connector", connectorId);
  return row;
}

export type ScheduleRecord = Awaited<ReturnType<typeof lockSchedule>>;

export async function isInCollection(ctx: Context, trx: Db, connectorId: string): Promise<boolean> {
  const row = await trx
    .selectFrom("connector_collections")
    .select("collection_id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type ScheduleChange = Partial<Omit<ScheduleRecord, "connector_id" | "version">>;

/** Writes a locked schedule and moves its job with it: planned for `next_run_at`, or gone when that is null. */
export async function changeSchedule(
  ctx: Context,
  trx: Db,
  before: ScheduleRecord,
  change: ScheduleChange,
): Promise<ScheduleRecord> {
  const after = await trx
    .updateTable("schedules")
    .set((eb) => ({ ...change, version: eb("version", "+", 1), updated_at: ctx.now() }))
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", before.connector_id)
    .returning(columns)
    .executeTakeFirstOrThrow();
  const ref = { workspaceId: ctx.workspaceId, connectorId: before.connector_id };
  if (after.next_run_at) await replanOccurrence(trx, { ...ref, at: after.next_run_at });
  else await cancelOccurrence(trx, ref);
  return after;
}
