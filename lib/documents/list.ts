import { type SelectQueryBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import { contains } from "#db/contains.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentDocument, selectDocuments } from "./read-documents.ts";
import type { ListedDocument } from "./schemas.ts";

export type DocumentFilter = {
  q?: string;
  connector_id?: string;
  collection_id?: string;
  file_owner?: string;
  mime?: string;
  updated_since?: Date;
  /** Those that their source has no longer, instead of those that it has. */
  removed: boolean;
  limit: number;
  cursor?: string;
};
export type DocumentPage = { items: ListedDocument[]; next_cursor: string | null };

/** A workspace's documents, the ones that changed last first, without their text. */
export async function listDocuments(ctx: Context, filter: DocumentFilter): Promise<DocumentPage> {
  assertAllowed(ctx, "documents.read");
  const after = filter.cursor === undefined ? undefined : readTimeCursor(filter.cursor);
  const rows = await withTransaction(ctx, async (trx) => {
    const all = newestFirst(matching(ctx, trx, filter, after), filter.limit + 1);
    const page =
      filter.collection_id === undefined ? all : await inCollection(ctx, trx, all, filter.collection_id);
    return newestFirst(trx.selectFrom(page.as("d")).selectAll("d"), filter.limit + 1)
      .innerJoin("connectors as c", (join) =>
        join.onRef("c.workspace_id", "=", "d.workspace_id").onRef("c.id", "=", "d.connector_id"),
      )
      .select("c.name as connector_name")
      .execute();
  });
  return timePage(rows, filter.limit, presentDocument);
}

function matching(ctx: Context, trx: Db, filter: DocumentFilter, after: [string, string] | undefined) {
  const { connector_id: connectorId, mime, file_owner: owner, updated_since: since } = filter;
  let found = selectDocuments(ctx, trx).where("d.removed_at", filter.removed ? "is not" : "is", null);
  if (filter.q) found = found.where(contains("d.title", filter.q));
  if (connectorId !== undefined) found = found.where("d.connector_id", "=", connectorId);
  if (mime !== undefined) found = found.where("d.mime", "=", mime);
  if (owner !== undefined) found = found.where(sql<boolean>`lower(d.file_owner) = lower(${owner})`);
  if (since !== undefined) found = found.where("d.updated_at", ">=", since);
  if (after) {
    found = found.where(sql<boolean>`(d.updated_at, d.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
  }
  return found;
}

function newestFirst<DB, TB extends keyof DB, O>(
  query: SelectQueryBuilder<DB, TB, O>,
  limit: number,
): SelectQueryBuilder<DB, TB, O> {
  return query.orderBy(sql`d.updated_at`, "desc").orderBy(sql`d.id`, "desc").limit(limit);
}

/** Of so many connectors the newest of each are read; of more, all documents in order until the page is full. */
const fewConnectors = 1000;

type Documents = ReturnType<typeof matching>;

async function inCollection(ctx: Context, trx: Db, page: Documents, collectionId: string) {
  const members = await trx
    .selectFrom("connector_collections")
    .select("connector_id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("collection_id", "=", collectionId)
    .limit(fewConnectors + 1)
    .execute();
  if (members.length > fewConnectors) {
    return page.where(({ exists, selectFrom }) =>
      exists(
        selectFrom("connector_collections as cc")
          .select("cc.connector_id")
          .whereRef("cc.workspace_id", "=", "d.workspace_id")
          .whereRef("cc.connector_id", "=", "d.connector_id")
          .where("cc.collection_id", "=", collectionId),
      ),
    );
  }
  const ids = members.map((member) => member.connector_id);
  const ofEach = page.where(sql<boolean>`d.connector_id = m.id`);
  return trx
    .selectFrom(sql<{ id: string }>`unnest(${ids}::text[])`.as<"m">(sql`m(id)`))
    .innerJoinLateral(ofEach.as("d"), (join) => join.onTrue())
    .selectAll("d");
}
