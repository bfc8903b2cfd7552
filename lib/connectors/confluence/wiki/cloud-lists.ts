import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { container, descendant, instant, type NewContent, newContent } from "./content-schemas.ts";
import { orNothing } from "./faults.ts";
import { inChunks } from "./in-chunks.ts";
import { listed } from "./listing.ts";
import type { Content, ContentRef, OtherContent, Part } from "./wiki.ts";

export const v2 = "/wiki/api/v2";

/** The most that version 2 answers at a time. */
const listLimit = 250;
/** Ids asked for at a time: more make addresses too long. */
const idsAtOnce = 100;
/**
 * Levels asked for at a time. Without it Confluence answers two; it takes no more than ten. What hangs deeper is asked
 * for again, from the lowest level.
 */
const depth = 5;

type Type = Content["type"];

const collections = { page: "pages", blogpost: "blogposts" } as const;

/** Collections of what can have pages below it. */
export const parents: Record<string, string> = {
  page: "pages",
  folder: "folders",
  whiteboard: "whiteboards",
  database: "databases",
  embed: "embeds",
};

/** A page or post as it is listed; undefined when it isn't current. */
export function cloudContent(type: Type, found: NewContent, web: string): Content | undefined {
  if (found.status !== "current") return undefined;
  const { id, title, spaceId, parentId, parentType, version } = found;
  return {
    id,
    type,
    title: title ?? "",
    spaceId,
    parent: parentId ? { id: parentId, type: parentType ?? "page" } : null,
    version: version.number,
    createdAt: instant(found.createdAt),
    modifiedAt: instant(version.createdAt),
    authorId: found.authorId ?? undefined,
    ownerId: found.ownerId ?? found.authorId ?? undefined,
    link: web + (found._links?.webui ?? `/pages/viewpage.action?pageId=${id}`),
  };
}

/** Pages or posts by a query, in the order of their ids, so that no change moves them while they are listed. */
export async function* listCloud(
  site: AtlassianSite,
  type: Type,
  query: Query,
  from: string | null = null,
): AsyncGenerator<Part<Content>> {
  const parts = listed(site, {
    path: `${v2}/${collections[type]}`,
    item: newContent,
    query: { status: "current", sort: "id", ...query },
    limit: listLimit,
    from,
  });
  for await (const { results, next } of parts) {
    yield { results: results.flatMap((found) => cloudContent(type, found, `${site.root}/wiki`) ?? []), next };
  }
}

/** Pages, else posts, with these ids. */
export async function cloudByIds(site: AtlassianSite, ids: readonly string[]): Promise<Content[]> {
  const found: Content[] = [];
  for (const type of ["page", "blogpost"] as const) {
    const missing = ids.filter((id) => !found.some((content) => content.id === id));
    for (const chunk of inChunks(missing, idsAtOnce)) {
      for await (const { results } of listCloud(site, type, { id: chunk })) found.push(...results);
    }
  }
  return found;
}

/** What hangs below a page or folder at any depth, without versions: ids by which it can be asked for. */
export async function* cloudBelow(site: AtlassianSite, root: ContentRef): AsyncGenerator<OtherContent[]> {
  const open: ContentRef[] = [root];
  const seen = new Set<string>([root.id]);
  for (let from = open.pop(); from; from = open.pop()) {
    const parts = listed(site, {
      path: `${v2}/${parents[from.type] ?? "pages"}/${from.id}/descendants`,
      item: descendant,
      query: { depth },
      limit: listLimit,
      from: null,
    });
    for await (const { results } of parts) {
      const fresh = results.filter(({ id }) => !seen.has(id));
      for (const { id, type, depth: level } of fresh) {
        seen.add(id);
        if (level === depth) open.push({ id, type });
      }
      yield fresh.map(({ id, type, title }) => ({ id, type, title: title ?? id }));
    }
  }
}

/** A folder, whiteboard, database or embedded site; undefined when there is none that this account sees. */
export async function cloudContainer(
  site: AtlassianSite,
  { id, type }: ContentRef,
): Promise<{ title: string; parent: ContentRef | null } | undefined> {
  const collection = parents[type];
  if (!collection || type === "page") return undefined;
  const found = await orNothing(site.json(`${v2}/${collection}/${id}`, container));
  if (!found || (found.status ?? "current") !== "current") return undefined;
  const parent = found.parentId ? { id: found.parentId, type: found.parentType ?? "page" } : null;
  return { title: found.title ?? "", parent };
}
