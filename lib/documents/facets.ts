import { sql } from "kysely";
import { z } from "zod";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { listDocumentsQuery } from "./schemas.ts";

/** So many connectors' newest documents are looked at: enough to offer, and quick however many there are. */
const connectorsAtMost = 100;
const documentsAtMost = 200;
const valuesAtMost = 50;

const value = z.object({ value: z.string(), documents: z.int().min(1) });

export const facetsSchema = z.object({
  mime: z.array(value),
  file_owner: z.array(value),
});
export type Facets = z.output<typeof facetsSchema>;

export const facetsQuery = listDocumentsQuery.pick({ connector_id: true, collection_id: true });
export type FacetsFilter = z.output<typeof facetsQuery>;

/** Kinds and owners of documents to filter by, the commonest first, as the newest documents of each connector have them. */
export async function documentFacets(ctx: Context, filter: FacetsFilter): Promise<Facets> {
  assertAllowed(ctx, "documents.read");
  const { connector_id: connectorId = null, collection_id: collectionId = null } = filter;
  const rows = await withTransaction(ctx, async (trx) => {
    const found = await sql<{ facet: "mime" | "file_owner"; value: string; documents: number }>`
      with looked as materialized (
        select d.mime, d.file_owner
        from (
          select c.id from connectors c
          where c.workspace_id = ${ctx.workspaceId} and (${connectorId}::text is null or c.id = ${connectorId})
            and (${collectionId}::uuid is null or exists (
              select from connector_collections cc where cc.workspace_id = c.workspace_id
                and cc.connector_id = c.id and cc.collection_id = ${collectionId}::uuid))
          order by c.created_at desc limit ${connectorsAtMost}
        ) c
        cross join lateral (
          select d.mime, d.file_owner from documents d
          where d.workspace_id = ${ctx.workspaceId} and d.connector_id = c.id and d.removed_at is null
          order by d.updated_at desc, d.id desc limit ${documentsAtMost}
        ) d
      )
      (select 'mime' as facet, mime as value, count(*)::int as documents from looked
        group by 2 order by 3 desc, 2 limit ${valuesAtMost})
      union all
      (select 'file_owner', lower(file_owner), count(*)::int from looked where file_owner is not null
        group by 2 order by 3 desc, 2 limit ${valuesAtMost})`.execute(trx);
    return found.rows;
  });
  const of = (facet: "mime" | "file_owner") =>
    rows.flatMap((row) => (row.facet === facet ? [{ value: row.value, documents: row.documents }] : []));
  return { mime: of("mime"), file_owner: of("file_owner") };
}
