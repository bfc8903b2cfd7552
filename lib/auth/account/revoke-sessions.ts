import { withScope } from "#db/scope.ts";
import { endOtherSessions } from "#lib/auth/sessions/end-others.ts";
import { AppError } from "#lib/errors.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { isUuid } from "#lib/http/time-cursor.ts";
import { assertPerson } from "./assert-person.ts";

/**
 * Ends one of somebody's own sessions, the one that asks included: its cookie opens nothing from the next request on.
 * @throws AppError `not_found`, for another person's session too; `forbidden` for a token
 */
export async function revokeSession(ctx: SignedInContext, id: string): Promise<void> {
  const { userId } = assertPerson(ctx.identity);
  const ended =
    isUuid(id) &&
    (await withScope(ctx.db, { identity: true }, (trx) =>
      trx
        .deleteFrom("sessions")
        .where("id", "=", id)
        .where("user_id", "=", userId)
        .returning("id")
        .executeTakeFirst(),
    ));
  if (!ended) throw new AppError("not_found", `You have no session “${id}”.`);
}

/** Ends all of somebody's sessions but the one that asks. @throws AppError `forbidden` for a token */
export async function revokeOtherSessions(ctx: SignedInContext): Promise<void> {
  const { userId, sessionId } = assertPerson(ctx.identity);
  await withScope(ctx.db, { identity: true }, (trx) => endOtherSessions(trx, userId, sessionId));
}
