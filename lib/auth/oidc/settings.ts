import { env } from "#lib/env.ts";

/** Where people sign in instead of here. */
export type OidcSettings = { issuer: string; clientId: string; clientSecret: string; name: string };

/** The single sign-on that this deployment set, undefined when it has none. */
export function oidcSettings(): OidcSettings | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME: name } = env();
  if (!issuer || !OIDC_CLIENT_ID || !OIDC_CLIENT_SECRET) return undefined;
  return { issuer, clientId: OIDC_CLIENT_ID, clientSecret: OIDC_CLIENT_SECRET, name };
}
