import { getCollection } from "#lib/collections/get.ts";
import type { PresentedCollection } from "#lib/collections/schemas.ts";
import type { Context } from "#lib/context.ts";
import { orNotFound } from "./filters.ts";

/** So many are named; hardly anything is in more. */
const namedAtMost = 20;

/** The collections of these ids, as far as a page names them. */
export function collectionsOf(ctx: Context, ids: string[]): Promise<PresentedCollection[]> {
  return Promise.all(
    ids
      .slice(0, namedAtMost)
      .map(async (collectionId) => (await orNotFound(getCollection(ctx, { collectionId }))).collection),
  );
}
