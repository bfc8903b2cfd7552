import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import { type AtlassianSite, openAtlassianSite, type SiteOptions } from "#lib/sources/atlassian/site.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { createCloudWiki } from "./cloud.ts";
import { currentUser } from "./content-schemas.ts";
import { createDataCenterWiki } from "./data-center.ts";
import type { Wiki } from "./wiki.ts";

/** Who signed in; `name` is unknown for a token that may not read accounts. */
export type SignedIn = { name: string | undefined; seesSpaces: boolean };

const anyList = z.object({ results: z.array(z.unknown()) });

/**
 * Opens a Confluence, whichever it is, and proves the sign-in. A refused one is often taken for a visitor's: the answer
 * is 200 and whatever everybody may see, so who is asking is asked first.
 * @throws SourceError
 */
export async function openWiki(
  options: Omit<SiteOptions, "vendor">,
): Promise<{ wiki: Wiki; signedIn: SignedIn }> {
  const { site, proof } = await openAtlassianSite({ ...options, vendor: "Confluence" }, prove);
  const wiki = site.deployment === "cloud" ? createCloudWiki(site) : createDataCenterWiki(site);
  return { wiki, signedIn: proof };
}

async function prove(site: AtlassianSite): Promise<SignedIn> {
  const isCloud = site.deployment === "cloud";
  const name = await nameOf(site, `${isCloud ? "/wiki" : ""}/rest/api/user/current`);
  const { results } = await site.json(isCloud ? "/wiki/api/v2/spaces" : "/rest/api/space", anyList, {
    limit: 1,
  });
  return { name, seesSpaces: results.length > 0 };
}

async function nameOf(site: AtlassianSite, path: string): Promise<string | undefined> {
  const user = await site.json(path, currentUser).catch((error: unknown) => {
    if (!isNotTold(error, site)) throw error;
    return undefined;
  });
  if (user?.type === "anonymous") {
    const message =
      "Confluence takes this sign-in for an anonymous visitor's: the e-mail address and token aren't accepted. Create a new token and replace them.";
    throw new SourceError("credentials", message);
  }
  return user?.displayName || user?.publicName || user?.username || undefined;
}

/** A token without the scope for accounts can read all else. */
function isNotTold(error: unknown, { api, root }: AtlassianSite): boolean {
  if (!(error instanceof VendorError)) return false;
  const isScope = error.reason === "scope" || error.status === 403;
  return api !== root && isScope;
}

/** @throws SourceError when there is nothing to read: an empty listing must not look like everything is gone */
export function assertSeesSpaces({ name, seesSpaces }: SignedIn): void {
  if (!seesSpaces) throw new SourceError("misconfigured", noSpaces(name));
}

export function noSpaces(name: string | undefined): string {
  const who = name === undefined ? "" : ` as ${name}`;
  return `Signed in${who}, but this account sees no space. Let it view the spaces that shall be read.`;
}
