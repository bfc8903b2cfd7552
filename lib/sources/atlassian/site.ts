import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import type { FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { createVendorClient, type VendorClient, type VendorRequest } from "#lib/sources/vendor/client.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { explainAtlassian } from "./explain.ts";
import type { SignIn } from "./sign-in.ts";
import { siteRoot } from "./site-address.ts";

export type Query = Record<string, string | number | boolean | readonly (string | number)[] | undefined>;

export type AtlassianSite = {
  deployment: "cloud" | "data_center";
  /** Where people find it: `https://acme.atlassian.net`, or a Data Center's origin and context path. */
  root: string;
  /** What the paths of its API are appended to: its root, or Atlassian's gateway for tokens with scopes. */
  api: string;
  client: VendorClient;
  /** Asks for a path of the API. Lists in a query are repeated (`id=1&id=2`). @throws VendorError */
  json: <T>(path: string, schema: z.ZodType<T>, query?: Query, more?: Partial<VendorRequest>) => Promise<T>;
  /** The bytes at a path: redirects are followed, and no credentials go along to another host. @throws VendorError */
  open: (path: string, more?: Partial<VendorRequest>) => Promise<FetchResponse>;
};

export type SiteOptions = {
  /** As people call it: “Confluence”. */
  vendor: "Confluence" | "Jira";
  /** Any address of the site. */
  baseUrl: string;
  signIn: SignIn;
  fetch: GuardedFetch;
  signal: AbortSignal;
  /** Atlassian's gateway, https://api.atlassian.com. */
  gateway: string;
  now?: () => Date;
};

/** What `prove` found tells that the sign-in holds here. It throws a SourceError where it doesn't. */
export type Prove<T> = (site: AtlassianSite) => Promise<T>;

const tenantInfo = z.object({ cloudId: z.string().regex(/^[\w-]+$/) });

/**
 * Finds out whether an address is Cloud or Data Center, and which door takes the sign-in: a token with scopes is refused
 * by the site itself and taken by Atlassian's gateway.
 *
 * @param prove asks what tells that the sign-in holds, and may be read
 * @throws SourceError `misconfigured` for an address without a site, `credentials` when no door takes the sign-in
 */
export async function openAtlassianSite<T>(
  options: SiteOptions,
  prove: Prove<T>,
): Promise<{ site: AtlassianSite; proof: T }> {
  const cloudId = await findCloudId(options);
  const { origin } = new URL(options.baseUrl);
  if (cloudId === undefined) {
    const root = siteRoot(options.baseUrl);
    const site = siteAt(options, { deployment: "data_center", root, api: root });
    return { site, proof: await prove(site) };
  }
  const product = options.vendor.toLowerCase();
  const gateway = `${options.gateway}/ex/${product}/${cloudId}`;
  // A bearer token of Cloud belongs to a service account: only the gateway knows it.
  const doors = options.signIn.kind === "bearer" ? [gateway] : [origin, gateway];
  const sites = doors.map((api) => siteAt(options, { deployment: "cloud", root: origin, api }));
  return proveFirst(sites, prove);
}

async function proveFirst<T>(sites: AtlassianSite[], prove: Prove<T>) {
  const refusals: SourceError[] = [];
  for (const site of sites) {
    try {
      return { site, proof: await prove(site) };
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.push(error);
    }
  }
  // The gateway knows more of a token with scopes, the site of all else.
  const told = refusals.find((error) => error instanceof VendorError && error.reason === "scope");
  throw told ?? refusals[0] ?? new SourceError("credentials", "Nothing was tried.");
}

function isRefusal(error: unknown): error is SourceError {
  if (!(error instanceof SourceError)) return false;
  const isClosed = error instanceof VendorError && (error.status === 403 || error.status === 404);
  return error.kind === "credentials" || isClosed;
}

/** Only Cloud knows the address at which it tells a site's id. */
async function findCloudId(options: SiteOptions): Promise<string | undefined> {
  const { vendor, baseUrl, fetch, signal } = options;
  const client = createVendorClient({ vendor, fetch, signal, now: options.now });
  const { origin, hostname } = new URL(baseUrl);
  try {
    const answer = await client.open({
      url: `${origin}/_edge/tenant_info`,
      maxRedirects: 0,
      maxBytes: 65_536,
    });
    const told = tenantInfo.safeParse(parsed((await answer.bytes()).toString("utf8")));
    if (told.success) return told.data.cloudId;
  } catch (error) {
    const isAnswered = error instanceof VendorError && error.status < 500 && error.kind !== "rate_limited";
    if (!isAnswered) throw error;
  }
  if (!hostname.endsWith(".atlassian.net")) return undefined;
  throw new SourceError("misconfigured", `There is no site at ${origin}: check the address in the settings.`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function siteAt(
  options: SiteOptions,
  place: Pick<AtlassianSite, "deployment" | "root" | "api">,
): AtlassianSite {
  const { vendor, fetch, signal, signIn, now } = options;
  const client = createVendorClient({
    vendor,
    fetch,
    signal,
    now,
    explain: explainAtlassian(vendor),
    headers: { authorization: signIn.authorization },
  });
  return {
    ...place,
    client,
    json: (path, schema, query = {}, more = {}) => {
      const url = addressOf(place.api, withQuery(path, query));
      return client.json({ maxRedirects: 0, maxBytes: maxJsonBytes, ...more, url }, schema);
    },
    open: async (path, more = {}) => client.open({ ...more, url: addressOf(place.api, path) }),
  };
}

/** Paths come from the site, too: none may lead to another host (`https://site` + `@elsewhere`). */
function addressOf(api: string, path: string): string {
  if (path.startsWith("/")) return api + path;
  throw new SourceError("unavailable", "The site names an address that isn't one of its own.");
}

/** A page of a list, bodies included. */
const maxJsonBytes = 50_000_000;

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) if (one !== undefined) search.append(name, String(one));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
