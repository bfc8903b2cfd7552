import { withScope } from "#db/scope.ts";
import { verifyPassword } from "#lib/auth/password.ts";
import { type ReservedAttempt, reserveSignIn } from "#lib/auth/throttle.ts";
import { AppError, invalid } from "#lib/errors.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { assertPerson } from "./assert-person.ts";

/** Somebody who just gave their password; `attempt` counts as failed until it is forgiven. */
export type Confirmed = {
  userId: string;
  sessionId: string;
  email: string;
  passwordHash: string;
  attempt: ReservedAttempt;
};

/**
 * Asks for the password again before an account is changed: a session left open somewhere is no way to take it over.
 * A wrong one counts as a failed sign-in.
 * @throws AppError `invalid`, `too_many_requests`, `forbidden` for a token, `conflict` when there is no password
 */
export async function confirmPassword(
  ctx: SignedInContext,
  { current_password, address }: { current_password: string; address: string },
): Promise<Confirmed> {
  const { userId, sessionId } = assertPerson(ctx.identity);
  const { email, password_hash: passwordHash } = await withScope(ctx.db, { identity: true }, (trx) =>
    trx
      .selectFrom("users")
      .select(["email", "password_hash"])
      .where("id", "=", userId)
      .executeTakeFirstOrThrow(),
  );
  if (passwordHash === null) {
    throw new AppError("conflict", "This account has no password: it signs in elsewhere.");
  }
  const attempt = await reserveSignIn(ctx.db, { email, address }, ctx.now());
  if (!(await verifyPassword(passwordHash, current_password))) throw wrongPassword();
  return { userId, sessionId, email, passwordHash, attempt };
}

export function wrongPassword(): AppError {
  return invalid([{ path: "current_password", message: "This isn't your current password." }]);
}
