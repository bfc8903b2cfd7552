import { withScope } from "#db/scope.ts";
import { hashPassword, verifyPassword } from "#lib/auth/password.ts";
import { endOtherSessions } from "#lib/auth/sessions/end-others.ts";
import { forgiveSignIn, reserveSignIn } from "#lib/auth/throttle.ts";
import { AppError, invalid } from "#lib/errors.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { assertPerson } from "./assert-person.ts";
import type { PasswordChange } from "./schemas.ts";

/**
 * Changes a password and ends every other session of its account, in one transaction. A wrong current password counts
 * as a failed sign-in: a session left open somewhere is no way to try them all.
 * @throws AppError `invalid`, `too_many_requests`, `forbidden` for a token, `conflict` when there is no password
 */
export async function changePassword(
  ctx: SignedInContext,
  { current_password, new_password, address }: PasswordChange & { address: string },
): Promise<void> {
  const { userId, sessionId } = assertPerson(ctx.identity);
  const scope = { identity: true } as const;
  const { email, password_hash } = await withScope(ctx.db, scope, (trx) =>
    trx
      .selectFrom("users")
      .select(["email", "password_hash"])
      .where("id", "=", userId)
      .executeTakeFirstOrThrow(),
  );
  if (password_hash === null) {
    throw new AppError("conflict", "This account has no password: it signs in elsewhere.");
  }
  const attempt = await reserveSignIn(ctx.db, { email, address }, ctx.now());
  if (!(await verifyPassword(password_hash, current_password))) throw wrongPassword();
  const changed = await hashPassword(new_password);
  await withScope(ctx.db, scope, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("users")
      .set({ password_hash: changed, updated_at: ctx.now() })
      .where("id", "=", userId)
      // Another change that came first made the current password another one.
      .where("password_hash", "=", password_hash)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw wrongPassword();
    await forgiveSignIn(trx, attempt);
    await endOtherSessions(trx, userId, sessionId);
  });
}

function wrongPassword(): AppError {
  return invalid([{ path: "current_password", message: "This isn't your current password." }]);
}
