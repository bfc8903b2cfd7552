import { sql } from "kysely";
import { hasRole } from "#lib/auth/permissions.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentToken, shownColumns } from "./present.ts";
import type { PresentedToken } from "./schemas.ts";

/** The workspace's tokens, revoked ones too, the newest first: an admin's view of all, another member's of their own. */
export async function listTokens(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: PresentedToken[]; next_cursor: string | null }> {
  assertAllowed(ctx, "tokens.read");
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withTransaction(ctx, (trx) => {
    let query = trx
      .selectFrom("api_tokens")
      .select(shownColumns)
      .select(exactInstant("created_at").as("exact"))
      .where("workspace_id", "=", ctx.workspaceId);
    if (!hasRole(ctx.role, "admin")) query = query.where("created_by", "=", userOf(ctx.actor));
    if (after) {
      query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, presentToken);
}
