import type { OAuthConfig } from "next-auth/providers/oauth";
import type { OidcSettings } from "#lib/auth/oidc/settings.ts";

/** Single sign-on by OpenID Connect, as next-auth's provider `oidc`. */
export function oidcProvider({
  issuer,
  clientId,
  clientSecret,
  name,
}: OidcSettings): OAuthConfig<{ sub: string }> {
  return {
    id: "oidc",
    name,
    type: "oauth",
    wellKnown: `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
    clientId,
    clientSecret,
    authorization: { params: { scope: "openid email profile" } },
    checks: ["pkce", "state", "nonce"],
    idToken: true,
    httpOptions: { timeout: 10_000 },
    userinfo: {
      // Some issuers keep the address out of the ID token.
      request: async ({ client, tokens }) => {
        const set = tokens as Exclude<Parameters<typeof client.userinfo>[0], string>;
        const claims = set.claims();
        if (claims.email !== undefined || !client.issuer.metadata.userinfo_endpoint) return claims;
        return { ...(await client.userinfo(set)), ...claims };
      },
    },
    profile: ({ sub }) => ({ id: sub }),
  };
}
