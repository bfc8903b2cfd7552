import type { z } from "zod";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid } from "#lib/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { readRun } from "./read-runs.ts";
import { runItemSchema } from "./schemas.ts";

export type ItemFilter = { runId: string; outcome?: string; limit: number; cursor?: string };
export type RunItem = z.output<typeof runItemSchema>;

/**
 * What a run did, item by item, but for what was as it was. In the order of the keys' hashes, which stays the same
 * while a run goes on.
 * @throws AppError `not_found`
 */
export async function listRunItems(
  ctx: Context,
  filter: ItemFilter,
): Promise<{ items: RunItem[]; next_cursor: string | null }> {
  assertAllowed(ctx, "runs.read");
  const after = filter.cursor === undefined ? undefined : readHashCursor(filter.cursor);
  const rows = await withTransaction(ctx, async (trx) => {
    await readRun(ctx, trx, filter.runId);
    let query = trx
      .selectFrom("run_items")
      .selectAll()
      .where("workspace_id", "=", ctx.workspaceId)
      .where("run_id", "=", filter.runId);
    if (filter.outcome !== undefined) query = query.where("outcome", "=", filter.outcome);
    if (after) query = query.where("key_hash", ">", after);
    return query
      .orderBy("key_hash")
      .limit(filter.limit + 1)
      .execute();
  });
  const page = rows.slice(0, filter.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => runItemSchema.parse({ ...row, at: row.at.toISOString() })),
    next_cursor: rows.length > filter.limit && last ? encodeCursor([last.key_hash.toString("hex")]) : null,
  };
}

function readHashCursor(cursor: string): Buffer {
  const [hash = ""] = decodeCursor(cursor, 1);
  if (/^[0-9a-f]{64}$/.test(hash)) return Buffer.from(hash, "hex");
  throw invalid([
    { path: "cursor", message: "Not a cursor of this list. Take next_cursor from the page before." },
  ]);
}
