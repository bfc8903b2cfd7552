import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { lockDestination } from "./patch.ts";

/** Deletes a destination with its messages, those that wait too. @throws AppError `not_found` */
export function deleteDestination(ctx: Context, { destinationId }: { destinationId: string }): Promise<void> {
  assertAllowed(ctx, "alerts.write");
  return withTransaction(ctx, async (trx) => {
    const { type, address } = await lockDestination(ctx, trx, destinationId);
    await trx
      .deleteFrom("alert_destinations")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", destinationId)
      .execute();
    await recordAudit(ctx, trx, {
      action: "alert_destination.delete",
      targetType: "alert_destination",
      targetId: destinationId,
      details: { type, address },
    });
  });
}
