import { sql } from "kysely";
import { z } from "zod";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";

const runsAtMost = 500;
const toldAtMost = 50;

export const documentEventSchema = z.object({
  run_id: z.uuid(),
  outcome: z.enum(["added", "updated", "deleted", "skipped", "failed"]),
  reason: z.string().nullable(),
  at: z.iso.datetime(),
});
export const documentHistorySchema = z.object({
  items: z.array(documentEventSchema).meta({ description: `The newest first, ${toldAtMost} at most` }),
});
export type DocumentHistory = z.output<typeof documentHistorySchema>;

/**
 * What runs did with a document: those of its connector's last runs that did anything but find it as it was. Each run
 * is asked for the item by its key: no index of item rows by document is needed.
 * @throws AppError `not_found`
 */
export async function getDocumentHistory(
  ctx: Context,
  { documentId }: { documentId: string },
): Promise<DocumentHistory> {
  assertAllowed(ctx, "documents.read");
  return withTransaction(ctx, async (trx) => {
    const document = await trx
      .selectFrom("documents")
      .select(["connector_id", "key_hash"])
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", documentId)
      .executeTakeFirst();
    if (!document) throw notFound("document", documentId);
    const { rows } = await sql<{ run_id: string; outcome: string; reason: string | null; at: Date }>`
      select i.run_id, i.outcome, i.reason, i.at
      from (
        select r.id from runs r
        where r.workspace_id = ${ctx.workspaceId} and r.connector_id = ${document.connector_id}
        order by r.created_at desc, r.id desc limit ${runsAtMost}
      ) r
      join run_items i on i.workspace_id = ${ctx.workspaceId} and i.run_id = r.id and i.key_hash = ${document.key_hash}
      order by i.at desc, i.run_id desc limit ${toldAtMost}`.execute(trx);
    return documentHistorySchema.parse({ items: rows.map((row) => ({ ...row, at: row.at.toISOString() })) });
  });
}
