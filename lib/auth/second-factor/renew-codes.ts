import { withScope } from "#db/scope.ts";
import { confirmPassword } from "#lib/auth/account/confirm-password.ts";
import { forgiveSignIn } from "#lib/auth/throttle.ts";
import { AppError } from "#lib/errors.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";

/**
 * New recovery codes; the old ones open nothing any more.
 * @throws AppError as `confirmPassword` does, `conflict` when there is no second factor
 */
export async function renewRecoveryCodes(
  ctx: SignedInContext,
  input: { current_password: string; address: string },
): Promise<string[]> {
  const { userId, attempt } = await confirmPassword(ctx, input);
  return withScope(ctx.db, { identity: true }, async (trx) => {
    await forgiveSignIn(trx, attempt);
    const user = await trx
      .selectFrom("users")
      .select("id")
      .where("id", "=", userId)
      .where("totp_sealed", "is not", null)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!user) throw new AppError("conflict", "This account has no second factor. Turn it on first.");
    return replaceRecoveryCodes(trx, userId);
  });
}
