import { instant, type OldContent, type OldUser, oldContent } from "./content-schemas.ts";
import { listed } from "./listing.ts";
import type { Attached, Comment, Content, Found, Part, Wiki } from "./wiki.ts";

type Site = Pick<Wiki, "site" | "web">;

/** The older API's root: Cloud still has it for searches and comments. */
export function olderRoot({ site }: Site): string {
  return site.deployment === "cloud" ? "/wiki/rest/api" : "/rest/api";
}

const searchExpand = "version,space,ancestors,history,container,extensions";
const searchLimit = 200;

/** What a CQL query finds. */
export async function* searchOlder(
  wiki: Site,
  cql: string,
  from: string | null,
): AsyncGenerator<Part<OldContent>> {
  yield* listed(wiki.site, {
    path: `${olderRoot(wiki)}/content/search`,
    item: oldContent,
    query: { cql, expand: wiki.site.deployment === "cloud" ? "version,container,extensions" : searchExpand },
    limit: searchLimit,
    from,
  });
}

/** A file or comment that a search found; undefined when it doesn't say whose it is. */
export function attachedOf(wiki: Site, found: OldContent): Attached | undefined {
  if (found.type !== "attachment" && found.type !== "comment") return undefined;
  const ownerId = found.container?.id ?? /\/content\/(\w+)$/.exec(found._expandable?.container ?? "")?.[1];
  if (!ownerId || !found.version) return undefined;
  const size = Number(found.extensions?.fileSize ?? Number.NaN);
  return {
    id: found.id,
    type: found.type,
    title: found.title ?? found.id,
    ownerId,
    version: found.version.number,
    modifiedAt: instant(found.version.when),
    authorId: personId(found.version.by),
    mediaType: found.extensions?.mediaType ?? found.metadata?.mediaType ?? undefined,
    sizeBytes: Number.isFinite(size) ? size : undefined,
    link: wiki.web + (found._links?.webui ?? `/pages/viewpageattachments.action?pageId=${ownerId}`),
    download: downloadPath(wiki, found, ownerId),
  };
}

function downloadPath(wiki: Site, { id, _links }: OldContent, ownerId: string): string {
  const direct = wiki.site.deployment === "cloud" ? undefined : _links?.download;
  return direct ?? `${olderRoot(wiki)}/content/${ownerId}/child/attachment/${id}/download`;
}

export function personId(user: OldUser): string | undefined {
  return user?.accountId ?? user?.userKey ?? user?.username ?? undefined;
}

/** A page or post as Data Center describes it; undefined for other kinds, and for what isn't current. */
export function contentOf(wiki: Site, found: OldContent): Content | undefined {
  const { type, version, history, space } = found;
  if (type !== "page" && type !== "blogpost") return undefined;
  if (!version || !space || (found.status ?? "current") !== "current") return undefined;
  const parent = found.ancestors?.at(-1);
  return {
    id: found.id,
    type,
    title: found.title ?? "",
    spaceId: space.key,
    parent: parent ? { id: parent.id, type: parent.type ?? "page" } : null,
    version: version.number,
    createdAt: instant(history?.createdDate),
    modifiedAt: instant(version.when),
    authorId: personId(history?.createdBy),
    ownerId: personId(history?.ownedBy ?? history?.createdBy),
    link: wiki.web + (found._links?.webui ?? `/pages/viewpage.action?pageId=${found.id}`),
  };
}

/** What a search found, by what it is to a reader. */
export function foundOf(wiki: Site, found: OldContent): Found {
  const attached = attachedOf(wiki, found);
  if (attached) return { attached };
  const content = contentOf(wiki, found);
  if (content) return { content };
  return { other: { id: found.id, type: found.type, title: found.title ?? found.id } };
}

const commentExpand = "body.storage,version,history,extensions.inlineProperties,extensions.resolution";

/** Every comment of a page or post, footer and inline, replies too, from the oldest on. */
export async function commentsOf(wiki: Site, contentId: string): Promise<Comment[]> {
  const isCloud = wiki.site.deployment === "cloud";
  const comments: Comment[] = [];
  const parts = listed(wiki.site, {
    path: `${olderRoot(wiki)}/content/${contentId}/${isCloud ? "descendant" : "child"}/comment`,
    item: oldContent,
    query: {
      depth: "all",
      expand: commentExpand,
      ...(isCloud ? {} : { location: ["footer", "inline", "resolved"] }),
    },
    limit: 100,
    from: null,
  });
  for await (const { results } of parts) comments.push(...results.map(commentOf));
  return comments.sort((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0));
}

function commentOf({ id, body, history, version, extensions }: OldContent): Comment {
  return {
    id,
    body: body?.storage?.value ?? "",
    authorId: personId(history?.createdBy ?? version?.by),
    createdAt: instant(history?.createdDate ?? version?.when),
    about: extensions?.inlineProperties?.originalSelection ?? undefined,
    isResolved: extensions?.resolution?.status === "resolved",
  };
}
