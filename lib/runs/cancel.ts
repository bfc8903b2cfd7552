import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { endRun, lockConnector } from "./end-run.ts";
import { readRun } from "./read-runs.ts";
import { removeRunJobs } from "./remove-jobs.ts";
import type { PresentedRun } from "./schemas.ts";
import type { RunRef } from "./settle-deletions.ts";

/**
 * Cancels a run: one that waits at once, one that runs within seconds, when its worker hears of it. What was stored
 * stays. Asking again changes nothing.
 * @throws AppError `not_found`; `conflict` when it ended already
 */
export function cancelRun(ctx: Context, { runId }: { runId: string }): Promise<PresentedRun> {
  assertAllowed(ctx, "runs.write");
  return withTransaction(ctx, async (trx) => {
    const { connector_id: connectorId } = await readRun(ctx, trx, runId);
    const run: RunRef = { workspaceId: ctx.workspaceId, connectorId, runId };
    await lockConnector(trx, run);
    const { state, wasAsked } = await markCancelled(ctx, trx, runId);
    if (state === "queued" || state === "interrupted") {
      await removeRunJobs(trx, [runId]);
      await endRun(trx, ctx.boss, run, { kind: "cancelled" });
    } else if (state !== "running") {
      throw new AppError("conflict", `This run ended already: it is ${state}.`);
    }
    if (!wasAsked) {
      const details = { connector_id: connectorId };
      await recordAudit(ctx, trx, { action: "run.cancel", targetType: "run", targetId: runId, details });
    }
    return readRun(ctx, trx, runId);
  });
}

async function markCancelled(
  ctx: Context,
  trx: Db,
  runId: string,
): Promise<{ state: string; wasAsked: boolean }> {
  const before = await trx
    .selectFrom("runs")
    .select(["state", "cancel_requested_at"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", runId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  // Its connector was deleted since.
  if (!before) throw notFound("run", runId);
  const wasAsked = before.cancel_requested_at !== null;
  if (!wasAsked) {
    await trx
      .updateTable("runs")
      .set({ cancel_requested_at: ctx.now(), cancelled_by: userOf(ctx.actor) })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", runId)
      .execute();
  }
  return { state: before.state, wasAsked };
}
