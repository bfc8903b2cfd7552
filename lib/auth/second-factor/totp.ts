import { Secret, TOTP } from "otpauth";

const periodS = 30;
/** Codes of the step before and the step after count too: clocks differ, and people type slowly (RFC 6238 §5.2). */
const window = 1;

/** A new secret: 160 bits in base32, as authenticator apps take it (RFC 4226 §4). */
export function newSecret(): string {
  return new Secret({ size: 20 }).base32;
}

/** What an authenticator app reads from a QR code. */
export function otpauthUri(secret: string, email: string): string {
  return totpOf(secret, email).toString();
}

/**
 * The time step whose code this is (RFC 6238), undefined when it is none of now.
 * @param code six digits; spaces don't count
 */
export function stepOf(secret: string, code: string, now: Date): number | undefined {
  const token = code.replaceAll(/\s/g, "");
  if (!/^\d{6}$/.test(token)) return undefined;
  const timestamp = now.getTime();
  const delta = totpOf(secret).validate({ token, timestamp, window });
  return delta === null ? undefined : Math.floor(timestamp / 1000 / periodS) + delta;
}

function totpOf(secret: string, label = ""): TOTP {
  return new TOTP({ issuer: "Tributary", label, secret, period: periodS, digits: 6, algorithm: "SHA1" });
}
