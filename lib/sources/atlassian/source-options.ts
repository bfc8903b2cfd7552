import type { JsonObject, SourceContext } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import type { ExtractFile } from "#lib/sources/vendor/load-file.ts";
import { readSignIn } from "./sign-in.ts";
import type { SiteOptions } from "./site.ts";

/** What a source of Atlassian's works with: the process's own, or a test's. */
export type AtlassianSourceOptions = {
  fetch: () => GuardedFetch;
  /** Atlassian's gateway. */
  gateway: () => string;
  /** The deployment's credentials, for connectors without their own. */
  credentials: () => JsonObject | undefined;
  extractFile?: ExtractFile;
  now?: () => Date;
};

type Asked = Pick<SourceContext<{ base_url: string }>, "slots" | "credentials" | "signal">;

/** How a connector's site is opened. @throws SourceError `credentials` when there is nothing to sign in with */
export function siteOptionsOf(
  vendor: SiteOptions["vendor"],
  { fetch, gateway, credentials: deployments, now }: AtlassianSourceOptions,
  { slots: { base_url: baseUrl }, credentials: own, signal }: Asked,
): Omit<SiteOptions, "vendor"> {
  const signIn = readSignIn(vendor, { own, deployments: deployments(), baseUrl });
  return { baseUrl, signIn, fetch: fetch(), gateway: gateway(), signal, now };
}
