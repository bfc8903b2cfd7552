import { sql } from "kysely";
import { contains } from "#db/contains.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { countConnectors, countDocuments, presentCollection, selectCollections } from "./read-collections.ts";
import type { PresentedCollection } from "./schemas.ts";

export type CollectionFilter = { q?: string; limit: number; cursor?: string };
export type CollectionPage = { items: PresentedCollection[]; next_cursor: string | null };

const sortName = sql<string>`lower(c.name)`;

/** A workspace's collections by name, each with how many connectors and documents it has. */
export async function listCollections(ctx: Context, filter: CollectionFilter): Promise<CollectionPage> {
  assertAllowed(ctx, "collections.read");
  // Names are unique whatever their case: one of them alone is a place in the list.
  const after = filter.cursor === undefined ? undefined : decodeCursor(filter.cursor, 1)[0];
  const rows = await withTransaction(ctx, (trx) => {
    const page = selectCollections(ctx, trx)
      .select(sortName.as("sort_name"))
      .$if(Boolean(filter.q), (query) => query.where(contains("c.name", filter.q ?? "")))
      .$if(after !== undefined, (query) => query.where(sortName, ">", after ?? ""))
      .orderBy(sortName)
      .limit(filter.limit + 1);
    // Counted after the limit, for the rows that are shown.
    return trx
      .selectFrom(page.as("c"))
      .selectAll("c")
      .select((eb) => [countConnectors(eb), countDocuments(eb)])
      .orderBy("c.sort_name")
      .execute();
  });
  const shown = rows.slice(0, filter.limit);
  const last = shown.at(-1);
  return {
    items: shown.map(presentCollection),
    next_cursor: rows.length > filter.limit && last ? encodeCursor([last.sort_name]) : null,
  };
}
