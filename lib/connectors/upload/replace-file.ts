import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { overwriteFile, type UploadStore } from "./add-files.ts";
import { parseMime } from "./file-name.ts";
import {
  assertUploadConnector,
  fetchFile,
  lockUploadConnector,
  presentFile,
  wantUploadRun,
} from "./internal.ts";
import type { UploadedFile } from "./schemas.ts";

export type ReplaceFileInput = {
  connectorId: string;
  fileId: string;
  mime: string | undefined;
  bytes: AsyncIterable<Uint8Array>;
  ifMatch: string | null;
};

/**
 * Puts other bytes in a file's place; it keeps its id and name, and a run reads it. The same bytes change nothing.
 * @throws AppError `not_found`, `stale`, `too_large`
 */
export async function replaceFile(
  ctx: Context,
  { connectorId, fileId, mime, bytes, ifMatch }: ReplaceFileInput,
  { blobs, maxBytes }: UploadStore,
): Promise<{ file: UploadedFile; version: number }> {
  assertAllowed(ctx, "connectors.write");
  await withTransaction(ctx, async (trx) => {
    await assertUploadConnector(ctx, trx, connectorId);
    assertFresh(ifMatch, (await fetchFile(ctx, trx, connectorId, fileId)).seq);
  });
  const blob = await blobs.put(bytes, { maxBytes });
  return withTransaction(ctx, async (trx) => {
    await lockUploadConnector(ctx, trx, connectorId);
    const before = await fetchFile(ctx, trx, connectorId, fileId);
    assertFresh(ifMatch, before.seq);
    if (before.blob_sha256 !== blob.sha256) {
      await overwriteFile(ctx, trx, connectorId, before.id, {
        name: before.name,
        mime: parseMime(mime),
        blob,
      });
      await wantUploadRun(ctx, trx, connectorId);
    }
    const row = await fetchFile(ctx, trx, connectorId, before.id);
    return { file: presentFile(connectorId, row), version: row.seq };
  });
}
