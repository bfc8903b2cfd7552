import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const prefix = "trb_";
const shape = /^trb_[A-Za-z0-9_-]{43}[0-9a-f]{8}$/;

/** A new API token: prefix, 32 random bytes, CRC-32 in hex, so that scanners know a leaked one at sight. */
export function createToken(): string {
  const secret = randomBytes(32).toString("base64url");
  return `${prefix}${secret}${checksum(secret)}`;
}

/** Whether a string can be one of our tokens: saves the look-up for what was cut short or mistyped. */
export function isTokenShaped(token: string): boolean {
  return shape.test(token) && checksum(token.slice(prefix.length, -8)) === token.slice(-8);
}

/** All that is stored of a token. */
export function hashToken(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, "0");
}
