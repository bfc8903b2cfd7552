import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readCollection } from "./read-collections.ts";
import type { PresentedCollection } from "./schemas.ts";

/** One collection with its version, for its `ETag`. @throws AppError `not_found` */
export async function getCollection(
  ctx: Context,
  { collectionId }: { collectionId: string },
): Promise<{ collection: PresentedCollection; version: number }> {
  assertAllowed(ctx, "collections.read");
  return withTransaction(ctx, (trx) => readCollection(ctx, trx, collectionId));
}
