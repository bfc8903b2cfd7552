import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";

/** A document's text as Markdown, and a tag that changes with it. @throws AppError `not_found` */
export async function getDocumentText(
  ctx: Context,
  { documentId }: { documentId: string },
): Promise<{ text: string; tag: string }> {
  assertAllowed(ctx, "documents.read");
  const row = await withTransaction(ctx, (trx) =>
    trx
      .selectFrom("documents")
      .select(["text", "content_hash"])
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", documentId)
      .executeTakeFirst(),
  );
  if (!row) throw notFound("document", documentId);
  return { text: row.text, tag: row.content_hash.toString("hex") };
}
