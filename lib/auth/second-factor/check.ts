import type { Db } from "#db/client.ts";
import { openCredentials } from "#lib/secrets/seal.ts";
import { takeRecoveryCode } from "./recovery-codes.ts";
import { stepOf } from "./totp.ts";

export type Factor = { userId: string; sealed: Buffer };

/**
 * Whether a code is right: of the authenticator app, each once, or a recovery code, which is used up by it.
 * In an identity transaction.
 */
export async function isRightCode(
  trx: Db,
  { userId, sealed }: Factor,
  code: string,
  now: Date,
): Promise<boolean> {
  const { secret } = openCredentials(sealed, { userId });
  const step = stepOf(String(secret), code, now);
  return step === undefined ? takeRecoveryCode(trx, userId, code) : takeStep(trx, userId, step);
}

/** A code that was seen over a shoulder opens nothing: its step, and all before it, are over (RFC 6238 §5.2). */
async function takeStep(trx: Db, userId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable("users")
    .set({ totp_step: step })
    .where("id", "=", userId)
    .where("totp_step", "<", step)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}
