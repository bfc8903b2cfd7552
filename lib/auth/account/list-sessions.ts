import { sql } from "kysely";
import { withScope } from "#db/scope.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { assertPerson } from "./assert-person.ts";
import type { PresentedSession } from "./schemas.ts";

/** Where somebody is signed in, the newest first. @throws AppError `forbidden` for a token */
export async function listSessions(
  ctx: SignedInContext,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<{ items: PresentedSession[]; next_cursor: string | null }> {
  const { userId, sessionId } = assertPerson(ctx.identity);
  const after = cursor === undefined ? undefined : readTimeCursor(cursor);
  const rows = await withScope(ctx.db, { identity: true }, (trx) => {
    let query = trx
      .selectFrom("sessions")
      .select(["id", "created_at", "last_seen_at", "expires_at", "ip", "user_agent"])
      .select(exactInstant("created_at").as("exact"))
      .where("user_id", "=", userId)
      .where("expires_at", ">", ctx.now());
    if (after) {
      query = query.where(sql<boolean>`(created_at, id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute();
  });
  return timePage(rows, limit, ({ id, created_at, last_seen_at, expires_at, ip, user_agent }) => ({
    id,
    current: id === sessionId,
    created_at: created_at.toISOString(),
    last_seen_at: last_seen_at.toISOString(),
    expires_at: expires_at.toISOString(),
    ip,
    user_agent,
  }));
}
