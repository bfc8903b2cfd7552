import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";

/** Sends a message again, with its id and from the first attempt on. @throws AppError `not_found` */
export function redeliver(ctx: Context, { deliveryId }: { deliveryId: string }): Promise<void> {
  assertAllowed(ctx, "alerts.write");
  return withTransaction(ctx, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("alert_deliveries")
      .set({ state: "waiting", attempts: 0, next_at: ctx.now() })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", deliveryId)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw notFound("message", deliveryId);
  });
}
