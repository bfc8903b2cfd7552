import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { attachmentName } from "./attachment-name.ts";

export type Original = { sha256: string; sizeBytes: number; mime: string; fileName: string };

/** What a document's original bytes are, to open them in the blob store. @throws AppError `not_found` */
export async function getDocumentOriginal(
  ctx: Context,
  { documentId }: { documentId: string },
): Promise<Original> {
  assertAllowed(ctx, "documents.read");
  const row = await withTransaction(ctx, (trx) =>
    trx
      .selectFrom("documents")
      .select(["title", "mime", "size_bytes", "blob_sha256"])
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", documentId)
      .executeTakeFirst(),
  );
  if (!row) throw notFound("document", documentId);
  const { title, mime, size_bytes: sizeBytes, blob_sha256: sha256 } = row;
  if (sha256 === null) {
    throw new AppError("not_found", "The original bytes of this document weren't kept; its text was.");
  }
  return { sha256, sizeBytes, mime: safeMime(mime), fileName: attachmentName(title, mime) };
}

/** A source's word for the type goes into a header: nothing but a plain type does. */
function safeMime(mime: string): string {
  return /^[\w.+-]{1,60}\/[\w.+-]{1,100}$/.test(mime) ? mime : "application/octet-stream";
}
