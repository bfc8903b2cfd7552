import { withScope } from "#db/scope.ts";
import { confirmPassword } from "#lib/auth/account/confirm-password.ts";
import { releaseSignIn } from "#lib/auth/throttle.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { sealCredentials } from "#lib/secrets/seal.ts";
import type { PresentedSetup } from "./schemas.ts";
import { newSecret, otpauthUri } from "./totp.ts";

/** How long a secret waits for its first code. */
export const setupMs = 15 * 60_000;

/**
 * A new secret for an authenticator app, which counts once its first code was given. Nothing is stored before: `setup`
 * holds it sealed, for this account alone.
 * @throws AppError as `confirmPassword` does
 */
export async function setUpSecondFactor(
  ctx: SignedInContext,
  input: { current_password: string; address: string },
): Promise<PresentedSetup> {
  const { userId, email, attempt } = await confirmPassword(ctx, input);
  await withScope(ctx.db, { identity: true }, (trx) => releaseSignIn(trx, attempt));
  const secret = newSecret();
  const expires = ctx.now().getTime() + setupMs;
  const setup = sealCredentials({ secret, expires }, { userId }).toString("base64url");
  return { secret, uri: otpauthUri(secret, email), setup };
}
