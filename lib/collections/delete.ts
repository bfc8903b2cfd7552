import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { lockCollection } from "./read-collections.ts";

/**
 * Deletes a collection and its associations; connectors and their documents stay.
 * @throws AppError `not_found`; `stale` when it changed since `ifMatch`
 */
export async function deleteCollection(
  ctx: Context,
  { collectionId, ifMatch }: { collectionId: string; ifMatch: string | null },
): Promise<void> {
  assertAllowed(ctx, "collections.write");
  await withTransaction(ctx, async (trx) => {
    const { name, version } = await lockCollection(ctx, trx, collectionId);
    assertFresh(ifMatch, version);
    const left = await trx
      .deleteFrom("connector_collections")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("collection_id", "=", collectionId)
      .executeTakeFirst();
    await trx
      .deleteFrom("collections")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", collectionId)
      .execute();
    await recordAudit(ctx, trx, {
      action: "collection.delete",
      targetType: "collection",
      targetId: collectionId,
      details: { name, connectors: Number(left.numDeletedRows) },
    });
  });
}
