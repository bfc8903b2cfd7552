import { hash, verify } from "@node-rs/argon2";
import { z } from "zod";
import commonPasswords from "./common-passwords.json" with { type: "json" };

// The 10,000 most common passwords of 8 characters or more (zxcvbn-ts 4.1.3, MIT).
const common = new Set(commonPasswords);

// OWASP's first choice for argon2id: 19 MiB, two passes, one lane.
const argon2id = 2;
const cost = { algorithm: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** A password that somebody chooses: 8 to 128 characters, none of the common ones, no rules of composition. */
export const newPasswordSchema = z
  .string()
  .transform((password) => password.normalize("NFC"))
  .pipe(
    z
      .string()
      .refine((password) => lengthOf(password) >= 8, "Use at least 8 characters.")
      .refine((password) => lengthOf(password) <= 128, "Use at most 128 characters.")
      .refine(
        (password) => !common.has(password.toLowerCase()),
        "This is one of the passwords that everybody tries first. Choose another.",
      ),
  )
  .meta({ description: "8 to 128 characters, none of the common ones" });

/** Characters as people count them, not UTF-16 units. */
function lengthOf(text: string): number {
  return [...text].length;
}

/** The argon2id hash to store, in PHC format. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFC"), cost);
}

let decoy: Promise<string> | undefined;

/**
 * Whether a password is the one behind a stored hash. Without a hash (no such account, or one that signs in
 * elsewhere) the same work is done for nothing, so that the time tells nothing.
 */
export async function verifyPassword(stored: string | null | undefined, password: string): Promise<boolean> {
  const candidate = password.normalize("NFC");
  if (lengthOf(candidate) > 128) return false;
  if (stored) return verify(stored, candidate);
  decoy ??= hashPassword("no account has this password");
  await verify(await decoy, candidate);
  return false;
}
