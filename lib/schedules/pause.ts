import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { changeSchedule, lockSchedule, type ScheduleRecord } from "./internal.ts";

/**
 * Stops a schedule until somebody resumes it; a run under way goes on. Paused already, it stays as it is.
 * @throws AppError `conflict` when the schedule is done
 */
export async function pauseSchedule(
  ctx: Context,
  { connectorId, reason = null }: { connectorId: string; reason?: string | null },
): Promise<ScheduleRecord> {
  assertAllowed(ctx, "schedules.write");
  return withTransaction(ctx, async (trx) => {
    const before = await lockSchedule(ctx, trx, connectorId);
    if (before.state === "paused") return before;
    if (before.state === "done") {
      throw new AppError("conflict", "This schedule is done: there is nothing left to pause.");
    }
    const after = await changeSchedule(ctx, trx, before, {
      state: "paused",
      next_run_at: null,
      paused_at: ctx.now(),
      paused_by: userOf(ctx.actor),
      pause_reason: reason,
    });
    const details = { from: before.state, reason };
    await recordAudit(ctx, trx, {
      action: "schedule.pause",
      targetType: "connector",
      targetId: connectorId,
      details,
    });
    return after;
  });
}
