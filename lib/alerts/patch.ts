import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid, notFound } from "#lib/errors.ts";
import { presentDestination, shownColumns } from "./present.ts";
import type { DestinationPatch, DestinationWithSecret } from "./schemas.ts";
import { newSigningSecret } from "./secret.ts";

/**
 * Changes what a destination is told, whether anything goes there, or what signs its messages.
 * @throws AppError `not_found`; `invalid` for another secret of what has none
 */
export function patchDestination(
  ctx: Context,
  { destinationId, kinds, enabled, new_secret }: DestinationPatch & { destinationId: string },
): Promise<DestinationWithSecret> {
  assertAllowed(ctx, "alerts.write");
  return withTransaction(ctx, async (trx) => {
    const { type } = await lockDestination(ctx, trx, destinationId);
    if (new_secret && type !== "webhook") {
      throw invalid([{ path: "new_secret", message: "Only a webhook's messages are signed." }]);
    }
    const signing = new_secret
      ? newSigningSecret({ workspaceId: ctx.workspaceId, destinationId })
      : undefined;
    const row = await trx
      .updateTable("alert_destinations")
      .set({
        ...(kinds && { kinds }),
        ...(enabled === true && { disabled_at: null, disabled_reason: null }),
        ...(enabled === false && { disabled_at: ctx.now(), disabled_reason: null }),
        // Nothing to change otherwise: a statement sets something.
        ...(signing ? { secret_sealed: signing.sealed } : { type }),
      })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", destinationId)
      .returning(shownColumns)
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: "alert_destination.update",
      targetType: "alert_destination",
      targetId: destinationId,
      details: { kinds, enabled, new_secret },
    });
    return { ...presentDestination(row), secret: signing?.secret ?? null };
  });
}

/** A destination, locked until the transaction ends. @throws AppError `not_found` */
export async function lockDestination(ctx: Context, trx: Db, destinationId: string) {
  const row = await trx
    .selectFrom("alert_destinations")
    .select(["id", "type", "address"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", destinationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("destination", destinationId);
  return row;
}
