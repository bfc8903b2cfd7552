import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentMember, selectMembers } from "./internal.ts";
import type { PresentedMember } from "./schemas.ts";

/** Who belongs to the workspace, in the order they joined. */
export async function listMembers(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: PresentedMember[]; next_cursor: string | null }> {
  assertAllowed(ctx, "members.read");
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withTransaction(ctx, (trx) => {
    let query = selectMembers(ctx, trx).select(exactInstant("m.created_at").as("exact"));
    if (after) {
      query = query.where(
        sql<boolean>`(m.created_at, m.user_id) > (${after[0]}::timestamptz, ${after[1]}::uuid)`,
      );
    }
    return query
      .orderBy("m.created_at")
      .orderBy("m.user_id")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, presentMember);
}
