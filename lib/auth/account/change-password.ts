import { withScope } from "#db/scope.ts";
import { hashPassword } from "#lib/auth/password.ts";
import { endOtherSessions } from "#lib/auth/sessions/end-others.ts";
import { forgiveSignIn } from "#lib/auth/throttle.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { confirmPassword, wrongPassword } from "./confirm-password.ts";
import type { PasswordChange } from "./schemas.ts";

/**
 * Changes a password and ends every other session of its account, in one transaction.
 * @throws AppError as `confirmPassword` does
 */
export async function changePassword(
  ctx: SignedInContext,
  input: PasswordChange & { address: string },
): Promise<void> {
  const { userId, sessionId, passwordHash, attempt } = await confirmPassword(ctx, input);
  const changed = await hashPassword(input.new_password);
  await withScope(ctx.db, { identity: true }, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable("users")
      .set({ password_hash: changed, updated_at: ctx.now() })
      .where("id", "=", userId)
      // Another change that came first made the current password another one.
      .where("password_hash", "=", passwordHash)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) throw wrongPassword();
    await forgiveSignIn(trx, attempt);
    await endOtherSessions(trx, userId, sessionId);
  });
}
