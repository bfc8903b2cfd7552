import type { JsonObject } from "#lib/connectors/source.ts";
import { credentialsOr } from "#lib/sources/vendor/credentials-or.ts";
import { apiToken, personalAccessToken } from "./credential-fields.ts";

/** How a connector signs in to Atlassian. */
export type SignIn = {
  /** `basic`: an account and its API token (Cloud) or password. `bearer`: a token that stands for itself. */
  kind: "basic" | "bearer";
  /** The value of the Authorization header. A secret. */
  authorization: string;
};

/**
 * Reads a connector's credentials, or the deployment's for its type. Those name their site (`base_url`) and go to no
 * other: whoever makes a connector chooses its address.
 * @throws SourceError `credentials` when there are none for this site, or they have another shape
 */
export function readSignIn(
  vendor: string,
  { own, deployments, baseUrl }: { own: JsonObject | null; deployments?: JsonObject; baseUrl: string },
): SignIn {
  const given = own ?? (isForSite(deployments, baseUrl) ? deployments : undefined);
  const missing = `${vendor} wants a sign-in: give an e-mail address and an API token (Cloud), or a personal access token (Data Center).`;
  if (given?.personal_access_token !== undefined) {
    const { personal_access_token: token } = credentialsOr(given, undefined, personalAccessToken, missing);
    return { kind: "bearer", authorization: `Bearer ${token}` };
  }
  const { email, api_token: token } = credentialsOr(given ?? null, undefined, apiToken, missing);
  return { kind: "basic", authorization: `Basic ${Buffer.from(`${email}:${token}`).toString("base64")}` };
}

function isForSite(credentials: JsonObject | undefined, baseUrl: string): boolean {
  const site = URL.parse(String(credentials?.base_url))?.origin;
  return site !== undefined && site === URL.parse(baseUrl)?.origin;
}
