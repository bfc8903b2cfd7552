import { createHash } from "node:crypto";
import { Secret } from "otpauth";
import type { Db } from "#db/client.ts";

const count = 10;

/** Codes that stand in for the second factor, each once: 120 bits in base32, in groups of four; so a plain hash will do. */
function newCodes(): string[] {
  return Array.from({ length: count }, () => {
    const groups = new Secret({ size: 15 }).base32.toLowerCase().match(/.{4}/g);
    return groups?.join("-") ?? "";
  });
}

function hashOf(code: string): Buffer {
  return createHash("sha256")
    .update(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ""))
    .digest();
}

/** Gives an account new codes in place of its old ones, in an identity transaction. @returns them, for once */
export async function replaceRecoveryCodes(trx: Db, userId: string): Promise<string[]> {
  const codes = newCodes();
  await dropRecoveryCodes(trx, userId);
  await trx
    .insertInto("recovery_codes")
    .values(codes.map((code) => ({ user_id: userId, code_hash: hashOf(code) })))
    .execute();
  return codes;
}

export async function dropRecoveryCodes(trx: Db, userId: string): Promise<void> {
  await trx.deleteFrom("recovery_codes").where("user_id", "=", userId).execute();
}

/** Whether it was one of the account's; it isn't from now on. */
export async function takeRecoveryCode(trx: Db, userId: string, code: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom("recovery_codes")
    .where("user_id", "=", userId)
    .where("code_hash", "=", hashOf(code))
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
