import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { assertUploadConnector, presentFile, selectFiles } from "./internal.ts";
import type { UploadedFile } from "./schemas.ts";

export type ListFilesInput = { connectorId: string; limit: number; cursor?: string };

/** The files of an upload connector, by name. @throws AppError `not_found`, `conflict` for another type */
export function listFiles(
  ctx: Context,
  { connectorId, limit, cursor }: ListFilesInput,
): Promise<{ items: UploadedFile[]; next_cursor: string | null }> {
  assertAllowed(ctx, "connectors.read");
  const after = cursor === undefined ? undefined : decodeCursor(cursor, 1)[0];
  return withTransaction(ctx, async (trx) => {
    await assertUploadConnector(ctx, trx, connectorId);
    const rows = await selectFiles(ctx, trx, connectorId)
      .$if(after !== undefined, (query) => query.where("u.name", ">", after ?? ""))
      .orderBy("u.name")
      .limit(limit + 1)
      .execute();
    const items = rows.slice(0, limit).map((row) => presentFile(connectorId, row));
    const last = items.at(-1);
    return { items, next_cursor: rows.length > limit && last ? encodeCursor([last.name]) : null };
  });
}
