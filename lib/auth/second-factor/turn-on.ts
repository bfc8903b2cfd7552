import { withScope } from "#db/scope.ts";
import { assertPerson } from "#lib/auth/account/assert-person.ts";
import { endOtherSessions } from "#lib/auth/sessions/end-others.ts";
import { AppError, invalid } from "#lib/errors.ts";
import type { SignedInContext } from "#lib/http/route.ts";
import { openCredentials, sealCredentials } from "#lib/secrets/seal.ts";
import { replaceRecoveryCodes } from "./recovery-codes.ts";
import { stepOf } from "./totp.ts";

/**
 * Asks for a second factor from now on, once the app has shown that it knows the secret. Other sessions, which began
 * without it, end.
 * @returns the recovery codes, for once
 * @throws AppError `invalid` for a wrong code, `conflict` when the secret is too old or was another's
 */
export async function turnOnSecondFactor(
  ctx: SignedInContext,
  { setup, code }: { setup: string; code: string },
): Promise<string[]> {
  const { userId, sessionId } = assertPerson(ctx.identity);
  const secret = openSetup(setup, userId, ctx.now());
  const step = stepOf(secret, code, ctx.now());
  if (step === undefined) {
    throw invalid([
      { path: "code", message: "This isn't the code that the app shows now. Check its clock." },
    ]);
  }
  return withScope(ctx.db, { identity: true }, async (trx) => {
    await trx
      .updateTable("users")
      .set({ totp_sealed: sealCredentials({ secret }, { userId }), totp_step: step, totp_since: ctx.now() })
      .where("id", "=", userId)
      .execute();
    await endOtherSessions(trx, userId, sessionId);
    return replaceRecoveryCodes(trx, userId);
  });
}

function openSetup(setup: string, userId: string, now: Date): string {
  const { secret, expires } = tryOpen(setup, userId);
  if (typeof secret !== "string" || Number(expires) < now.getTime()) {
    throw new AppError("conflict", "This was begun too long ago. Begin again with a new secret.");
  }
  return secret;
}

function tryOpen(setup: string, userId: string) {
  try {
    return openCredentials(Buffer.from(setup, "base64url"), { userId });
  } catch {
    return {};
  }
}
