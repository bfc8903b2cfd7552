import type { ExpressionBuilder } from "kysely";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/types.ts";
import type { Context } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { collectionSchema, type PresentedCollection } from "./schemas.ts";

type Collections = ExpressionBuilder<DB & { c: DB["collections"] }, "c">;

/** A workspace's collections; `countDocuments` and `countConnectors` belong on the few that are shown. */
export function selectCollections(ctx: Context, trx: Db) {
  return trx
    .selectFrom("collections as c")
    .select(["c.id", "c.workspace_id", "c.name", "c.description", "c.version", "c.created_by"])
    .select(["c.created_at", "c.updated_at"])
    .where("c.workspace_id", "=", ctx.workspaceId);
}

export function countConnectors(eb: Collections) {
  return eb
    .selectFrom("connector_collections as cc")
    .select((inner) => inner.fn.countAll<number>().as("count"))
    .whereRef("cc.workspace_id", "=", "c.workspace_id")
    .whereRef("cc.collection_id", "=", "c.id")
    .as("connectors");
}

export function countDocuments(eb: Collections) {
  return eb
    .selectFrom("connector_collections as cc")
    .innerJoin("documents as d", (join) =>
      join
        .onRef("d.workspace_id", "=", "cc.workspace_id")
        .onRef("d.connector_id", "=", "cc.connector_id")
        .on("d.removed_at", "is", null),
    )
    .select((inner) => inner.fn.countAll<number>().as("count"))
    .whereRef("cc.workspace_id", "=", "c.workspace_id")
    .whereRef("cc.collection_id", "=", "c.id")
    .as("documents");
}

/** One collection with its version, for its `ETag`. @throws AppError `not_found` */
export async function readCollection(
  ctx: Context,
  trx: Db,
  id: string,
): Promise<{ collection: PresentedCollection; version: number }> {
  const row = await selectCollections(ctx, trx)
    .select((eb) => [countConnectors(eb), countDocuments(eb)])
    .where("c.id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("collection", id);
  return { collection: presentCollection(row), version: row.version };
}

/** A collection's row, locked until the transaction ends. @throws AppError `not_found` */
export async function lockCollection(
  ctx: Context,
  trx: Db,
  id: string,
): Promise<{ name: string; version: number }> {
  const row = await trx
    .selectFrom("collections")
    .select(["name", "version"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("collection", id);
  return row;
}

type CollectionRow = Awaited<ReturnType<ReturnType<typeof selectCollections>["executeTakeFirstOrThrow"]>> & {
  connectors: number | null;
  documents: number | null;
};

export function presentCollection(row: CollectionRow): PresentedCollection {
  return collectionSchema.parse({
    ...row,
    connectors: row.connectors ?? 0,
    documents: row.documents ?? 0,
    created_at: row.created_at.toISOString(),
    updated_at: row.updated_at.toISOString(),
  });
}
