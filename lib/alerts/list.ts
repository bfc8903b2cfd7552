import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentDestination, shownColumns } from "./present.ts";
import type { PresentedDestination } from "./schemas.ts";

/** Where alerts go, the newest first. */
export async function listDestinations(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: PresentedDestination[]; next_cursor: string | null }> {
  assertAllowed(ctx, "alerts.read");
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withTransaction(ctx, (trx) => {
    let query = trx
      .selectFrom("alert_destinations")
      .select(shownColumns)
      .select(exactInstant("created_at").as("exact"))
      .where("workspace_id", "=", ctx.workspaceId);
    if (after) {
      query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, presentDestination);
}
