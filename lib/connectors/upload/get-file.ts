import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertUploadConnector, fetchFile, presentFile } from "./internal.ts";
import type { UploadedFile } from "./schemas.ts";

/** One file with its version, for its `ETag`. @throws AppError `not_found` */
export function getFile(
  ctx: Context,
  { connectorId, fileId }: { connectorId: string; fileId: string },
): Promise<{ file: UploadedFile; version: number }> {
  assertAllowed(ctx, "connectors.read");
  return withTransaction(ctx, async (trx) => {
    await assertUploadConnector(ctx, trx, connectorId);
    const row = await fetchFile(ctx, trx, connectorId, fileId);
    return { file: presentFile(connectorId, row), version: row.seq };
  });
}
