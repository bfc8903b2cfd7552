import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { confirmPassword } from "#lib/auth/account/confirm-password.ts";
import { forgiveSignIn } from "#lib/auth/throttle.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { dropRecoveryCodes } from "./recovery-codes.ts";

/** Asks for the password alone again. @throws AppError as `confirmPassword` does */
export async function turnOffSecondFactor(
  ctx: SignedInContext,
  input: { current_password: string; address: string },
): Promise<void> {
  const { userId, attempt } = await confirmPassword(ctx, input);
  await withScope(ctx.db, { identity: true }, async (trx) => {
    await forgiveSignIn(trx, attempt);
    await dropSecondFactor(trx, userId);
  });
}

/** The same in an identity transaction, whoever asked for it. */
export async function dropSecondFactor(trx: Db, userId: string): Promise<void> {
  await trx
    .updateTable("users")
    .set({ totp_sealed: null, totp_since: null, totp_step: 0 })
    .where("id", "=", userId)
    .execute();
  await dropRecoveryCodes(trx, userId);
}
