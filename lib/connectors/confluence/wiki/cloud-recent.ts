import { z } from "zod";
import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { cloudByIds, listCloud, v2 } from "./cloud-lists.ts";
import { id, instant } from "./content-schemas.ts";
import { inChunks } from "./in-chunks.ts";
import { listed } from "./listing.ts";
import type { Content } from "./wiki.ts";

const idsAtOnce = 200;
/** The most that version 2 takes. */
const spacesAtOnce = 100;
const newestFirst = "-modified-date";

const changed = z.object({
  pageId: id.nullish(),
  blogPostId: id.nullish(),
  version: z.object({ createdAt: z.string().nullish() }).nullish(),
});

/**
 * Pages and posts that changed since an instant, and those whose comments or files did. Version 2 lists the newest
 * first and tells instants in UTC: no time zone is involved, as it would be in a query.
 * @param spaceIds of these spaces only; all when there are none
 */
export async function* cloudChangedSince(
  site: AtlassianSite,
  since: Date,
  spaceIds: readonly string[],
): AsyncGenerator<Content[]> {
  const chunks = spaceIds.length === 0 ? [undefined] : inChunks(spaceIds, spacesAtOnce);
  for (const chunk of chunks) {
    const query: Query = { "space-id": chunk, sort: newestFirst };
    for (const type of ["page", "blogpost"] as const) yield* changedContents(site, type, query, since);
  }
  const owners = new Set<string>();
  for (const kind of ["footer-comments", "inline-comments", "attachments"]) {
    for await (const owner of ownersOfChanged(site, kind, since)) owners.add(owner);
  }
  for (const chunk of inChunks([...owners], idsAtOnce)) {
    const contents = await cloudByIds(site, chunk);
    yield contents.filter(({ spaceId }) => spaceIds.length === 0 || spaceIds.includes(spaceId));
  }
}

async function* changedContents(
  site: AtlassianSite,
  type: Content["type"],
  query: Query,
  since: Date,
): AsyncGenerator<Content[]> {
  for await (const { results } of listCloud(site, type, query)) {
    const fresh = results.filter(({ modifiedAt }) => isSince(modifiedAt, since));
    yield fresh;
    if (fresh.length < results.length) return;
  }
}

/** Comments and files are listed of the whole site. */
async function* ownersOfChanged(site: AtlassianSite, kind: string, since: Date): AsyncGenerator<string> {
  const asked = {
    path: `${v2}/${kind}`,
    item: changed,
    query: { sort: newestFirst },
    limit: 250,
    from: null,
  };
  for await (const { results } of listed(site, asked)) {
    const fresh = results.filter(({ version }) => isSince(instant(version?.createdAt), since));
    for (const { pageId, blogPostId } of fresh) {
      const owner = pageId ?? blogPostId;
      if (owner) yield owner;
    }
    if (fresh.length < results.length) return;
  }
}

/** What doesn't say when it changed may have. */
function isSince(at: Date | undefined, since: Date): boolean {
  return at === undefined || at >= since;
}
