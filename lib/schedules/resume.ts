import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { startOnAssociation } from "./association.ts";
import { firstState } from "./first-state.ts";
import { changeSchedule, isInCollection, lockSchedule, type ScheduleRecord } from "./internal.ts";
import { scheduleOf } from "./next.ts";

/**
 * Lets a paused schedule go on from now: occurrences of the pause are not made up for. A `when` whose instant
 * passed meanwhile is treated as missed, and an `imed` runs as if it were associated now. Not paused, it stays
 * as it is.
 */
export async function resumeSchedule(
  ctx: Context,
  { connectorId }: { connectorId: string },
): Promise<ScheduleRecord> {
  assertAllowed(ctx, "schedules.write");
  return withTransaction(ctx, async (trx) => {
    const before = await lockSchedule(ctx, trx, connectorId);
    if (before.state !== "paused") return before;
    const { state, nextRunAt } = firstState(scheduleOf(before), ctx.now());
    const after = await changeSchedule(ctx, trx, before, {
      state,
      next_run_at: nextRunAt,
      paused_at: null,
      paused_by: null,
      pause_reason: null,
    });
    const details = { state, paused_since: before.paused_at };
    await recordAudit(ctx, trx, {
      action: "schedule.resume",
      targetType: "connector",
      targetId: connectorId,
      details,
    });
    return after.state === "waiting_for_collection" ? startWaiting(ctx, trx, after) : after;
  });
}

async function startWaiting(ctx: Context, trx: Db, waiting: ScheduleRecord): Promise<ScheduleRecord> {
  const { connector_id: connectorId } = waiting;
  if (!(await isInCollection(ctx, trx, connectorId))) return waiting;
  const { workspaceId } = ctx;
  await startOnAssociation(trx, ctx.boss, {
    workspaceId,
    connectorId,
    createdBy: userOf(ctx.actor),
  });
  return lockSchedule(ctx, trx, connectorId);
}
