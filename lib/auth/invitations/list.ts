import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentInvitation, shownColumns } from "./present.ts";
import type { PresentedInvitation } from "./schemas.ts";

/** Invitations that nobody accepted, expired ones too, the newest first. */
export async function listInvitations(
  ctx: Context,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: PresentedInvitation[]; next_cursor: string | null }> {
  assertAllowed(ctx, "members.write");
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withTransaction(ctx, (trx) => {
    let query = trx
      .selectFrom("invitations")
      .select(shownColumns)
      .select(exactInstant("created_at").as("exact"))
      .where("workspace_id", "=", ctx.workspaceId)
      .where("accepted_at", "is", null);
    if (after) {
      query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, presentInvitation);
}
