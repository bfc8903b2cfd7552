import type { OidcRefusal } from "#lib/auth/oidc/sign-in.ts";
import type { ErrorKind } from "#lib/errors.ts";

type Code = OidcRefusal | Extract<ErrorKind, "unauthenticated" | "too_many_requests"> | "OAuthSignin";

/** What the sign-in page says about an error that it was opened with. Nothing of the address itself is shown. */
export function refusalWords(code: string, issuer: string): string {
  const words: Record<Code, string> = {
    no_account: `${issuer} knows you, but you have no account here. Ask an admin of your workspace for an invitation to the e-mail address that you have there.`,
    email_not_verified: `${issuer} hasn't verified your e-mail address, so we can't tell whose account it is. Verify it there, and try again.`,
    unauthenticated: "E-mail address or password are wrong. Check both and try again.",
    too_many_requests: "Too many wrong passwords. Wait a quarter of an hour, and try again.",
    OAuthSignin: `${issuer} can't be reached at the moment. Try again in a minute.`,
  };
  return Object.hasOwn(words, code)
    ? words[code as Code]
    : "Signing in wasn't completed. Try again from here.";
}
