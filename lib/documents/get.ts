import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { instantsOf, selectDocuments } from "./read-documents.ts";
import { type DocumentDetail, documentDetailSchema } from "./schemas.ts";

/** One document with its metadata, also one that its source has no longer. @throws AppError `not_found` */
export async function getDocument(
  ctx: Context,
  { documentId }: { documentId: string },
): Promise<DocumentDetail> {
  assertAllowed(ctx, "documents.read");
  const row = await withTransaction(ctx, (trx) =>
    selectDocuments(ctx, trx)
      .innerJoin("connectors as c", (join) =>
        join.onRef("c.workspace_id", "=", "d.workspace_id").onRef("c.id", "=", "d.connector_id"),
      )
      .select(["c.name as connector_name", "d.key", "d.metadata", "d.blob_sha256 as sha256"])
      .select(
        sql<string[]>`array(
          select cc.collection_id from connector_collections cc
          where cc.workspace_id = d.workspace_id and cc.connector_id = d.connector_id
          order by cc.created_at, cc.collection_id)`.as("collection_ids"),
      )
      .where("d.id", "=", documentId)
      .executeTakeFirst(),
  );
  if (!row) throw notFound("document", documentId);
  return documentDetailSchema.parse({ ...row, ...instantsOf(row) });
}
