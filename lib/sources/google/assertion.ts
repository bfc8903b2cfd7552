import { sign } from "node:crypto";
import type { GoogleAccount } from "./account.ts";

/** Who an assertion is for, whatever address the token is asked at. */
const audience = "https://oauth2.googleapis.com/token";
const lifetimeS = 3600;

/**
 * What a service account signs to get a token (RFC 7523): a JWT with RS256, valid for an hour. With a subject it asks
 * to act for that person.
 */
export function signAssertion(
  account: Extract<GoogleAccount, { kind: "service_account" }>,
  scope: string,
  now: Date,
): string {
  const issuedAt = Math.floor(now.getTime() / 1000);
  const header = { alg: "RS256", typ: "JWT", ...(account.keyId === undefined ? {} : { kid: account.keyId }) };
  const claims = {
    iss: account.email,
    scope,
    aud: audience,
    iat: issuedAt,
    exp: issuedAt + lifetimeS,
    ...(account.subject === undefined ? {} : { sub: account.subject }),
  };
  const signed = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign("RSA-SHA256", Buffer.from(signed), account.privateKey).toString("base64url");
  return `${signed}.${signature}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString("base64url");
}
