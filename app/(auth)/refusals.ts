import type { OidcRefusal } from "#lib/auth/oidc/sign-in.ts";
import type { ErrorKind } from "#lib/errors.ts";

type Code =
  | OidcRefusal
  | Extract<ErrorKind, "unauthenticated" | "second_factor" | "too_many_requests">
  | "OAuthSignin";

const codes: Record<Code, Code> = {
  no_account: "no_account",
  email_not_verified: "email_not_verified",
  unauthenticated: "unauthenticated",
  second_factor: "second_factor",
  too_many_requests: "too_many_requests",
  OAuthSignin: "OAuthSignin",
};

/** Which words the sign-in page has for an error that it was opened with. Nothing of the address itself is shown. */
export function refusalKey(code: string): Code | "other" {
  return Object.hasOwn(codes, code) ? codes[code as Code] : "other";
}
