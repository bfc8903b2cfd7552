import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { lockSchedule } from "#lib/schedules/internal.ts";

/**
 * Takes a connector out of a collection. Its documents stay with it, and in its other collections; they are no longer
 * found through this one. Not in it, nothing changes.
 * @throws AppError `not_found` for the connector or the collection
 */
export function dissociateConnector(
  ctx: Context,
  { connectorId, collectionId }: { connectorId: string; collectionId: string },
): Promise<void> {
  assertAllowed(ctx, "connectors.write");
  return withTransaction(ctx, async (trx) => {
    await lockSchedule(ctx, trx, connectorId);
    const collection = await trx
      .selectFrom("collections")
      .select("id")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", collectionId)
      .executeTakeFirst();
    if (!collection) throw notFound("collection", collectionId);
    const removed = await trx
      .deleteFrom("connector_collections")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("connector_id", "=", connectorId)
      .where("collection_id", "=", collectionId)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) return;
    await recordAudit(ctx, trx, {
      action: "connector.dissociate",
      targetType: "connector",
      targetId: connectorId,
      details: { collection_id: collectionId },
    });
  });
}
