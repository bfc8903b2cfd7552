import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { orNameTaken } from "./name-taken.ts";
import { lockCollection, readCollection } from "./read-collections.ts";
import type { CollectionPatch, PresentedCollection } from "./schemas.ts";

export type PatchCollectionInput = CollectionPatch & { collectionId: string; ifMatch: string | null };

/**
 * Renames a collection or describes it anew.
 * @throws AppError `not_found`; `stale` when it changed since `ifMatch`; `conflict` when the name is taken
 */
export async function patchCollection(
  ctx: Context,
  { collectionId, ifMatch, ...change }: PatchCollectionInput,
): Promise<{ collection: PresentedCollection; version: number }> {
  assertAllowed(ctx, "collections.write");
  try {
    return await withTransaction(ctx, async (trx) => {
      const before = await lockCollection(ctx, trx, collectionId);
      assertFresh(ifMatch, before.version);
      await trx
        .updateTable("collections")
        .set({ ...change, version: before.version + 1, updated_at: ctx.now() })
        .where("workspace_id", "=", ctx.workspaceId)
        .where("id", "=", collectionId)
        .execute();
      await recordAudit(ctx, trx, {
        action: "collection.update",
        targetType: "collection",
        targetId: collectionId,
        details: { from: { name: before.name }, to: change },
      });
      return readCollection(ctx, trx, collectionId);
    });
  } catch (error) {
    throw orNameTaken(error, change.name);
  }
}
