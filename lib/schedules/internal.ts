import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { skipReasons } from "./decide.ts";
import { cancelOccurrence, replanOccurrence } from "./plan.ts";
import { insertRuns } from "./settle.ts";

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
  await tellOverdue(ctx, trx, before, after);
  return after;
}

/**
 * An occurrence that was due and that no worker took: moving it away leaves a row that says why it didn't run.
 * A paused `when` keeps its instant, and runs for it once it is resumed.
 */
async function tellOverdue(
  ctx: Context,
  trx: Db,
  before: ScheduleRecord,
  after: ScheduleRecord,
): Promise<void> {
  const now = ctx.now();
  const planned = before.next_run_at;
  if (!planned || planned > now || planned.getTime() === after.next_run_at?.getTime()) return;
  if (after.type === "when" && after.state === "paused") return;
  const { workspaceId } = ctx;
  const reason = skipReasons.changed;
  const run = { workspaceId, id: uuid(), connectorId: before.connector_id, scheduledFor: planned } as const;
  await insertRuns(trx, [{ ...run, state: "skipped", reason }], now);
}
