import { createHash, randomBytes } from "node:crypto";

/** A code that opens something once: 32 random bytes, fit for an address. */
export function createCode(): string {
  return randomBytes(32).toString("base64url");
}

/** All that is stored of a code. */
export function hashCode(code: string): Buffer {
  return createHash("sha256").update(code).digest();
}
