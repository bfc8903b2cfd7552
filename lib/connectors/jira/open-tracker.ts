import { SourceError } from "#lib/connectors/source.ts";
import { type AtlassianSite, openAtlassianSite, type SiteOptions } from "#lib/sources/atlassian/site.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { createCloudTracker } from "./cloud.ts";
import { createDataCenterTracker } from "./data-center.ts";
import { nameOf } from "./document.ts";
import { myselfSchema } from "./schemas.ts";
import type { Tracker } from "./tracker.ts";

/** Who signed in; `name` is unknown for a token that may not read accounts. */
export type SignedIn = { name: string | undefined };

/**
 * Opens a Jira, whichever it is, and proves the sign-in: a refused one finds nothing, and an empty answer must not look
 * like everything is gone.
 * @throws SourceError
 */
export async function openTracker(
  options: Omit<SiteOptions, "vendor">,
): Promise<{ tracker: Tracker; signedIn: SignedIn }> {
  const { site, proof } = await openAtlassianSite({ ...options, vendor: "Jira" }, prove);
  const tracker = site.deployment === "cloud" ? createCloudTracker(site) : createDataCenterTracker(site);
  return { tracker, signedIn: proof };
}

async function prove(site: AtlassianSite): Promise<SignedIn> {
  const api = site.deployment === "cloud" ? "/rest/api/3" : "/rest/api/2";
  try {
    return { name: nameOf(await site.json(`${api}/myself`, myselfSchema)) };
  } catch (error) {
    const isScoped = error instanceof VendorError && site.api !== site.root;
    if (isScoped && (error.reason === "scope" || error.status === 403)) return { name: undefined };
    throw error;
  }
}

/** What Jira says of a query that it doesn't take. */
export function queryProblem(error: unknown): string | undefined {
  if (!(error instanceof VendorError) || error.status !== 400) return undefined;
  const said = /It says: “(.*)”/s.exec(error.message)?.[1];
  return said ? `Jira says: ${said}` : error.message;
}

/** @throws SourceError with Jira's own words when it doesn't take a connector's query */
export function asQueryError(error: unknown): unknown {
  const problem = queryProblem(error);
  return problem === undefined
    ? error
    : new SourceError("misconfigured", `The JQL query isn't accepted. ${problem}`);
}
