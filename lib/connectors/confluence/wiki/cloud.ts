import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import { Ancestry, type LookUpAncestors } from "./ancestry.ts";
import { BoundedMap } from "./bounded-map.ts";
import { cloudBodies, cloudBody } from "./cloud-bodies.ts";
import { cloudBelow, cloudByIds, cloudContainer, listCloud, v2 } from "./cloud-lists.ts";
import { cloudChangedSince } from "./cloud-recent.ts";
import { instant, newAttachment, newSpace, newUsers } from "./content-schemas.ts";
import { orNothing } from "./faults.ts";
import { inChunks } from "./in-chunks.ts";
import { listed } from "./listing.ts";
import { commentsOf, foundOf, olderRoot, searchOlder } from "./older.ts";
import { createPeople, type LookUp, personOf } from "./people.ts";
import { createRestrictions } from "./restrictions.ts";
import type { Attached, Content, Found, Part, Space, Wiki } from "./wiki.ts";

const keysAtOnce = 100;
const maxSpaces = 10_000;

/** Confluence Cloud: version 2 of its API, and the older one for searches and comments, which version 2 doesn't have. */
export function createCloudWiki(site: AtlassianSite): Wiki {
  const web = `${site.root}/wiki`;
  const older = { site, web };
  const spaces = createSpaces(site);
  const ancestry = new Ancestry(lookUpAncestors(site));
  return {
    site,
    web,
    spaces: spaces.byKeys,
    listSpace: (type, space, from) => listCloud(site, type, { "space-id": space?.id }, from),
    changedSince: (since, spaceIds) => cloudChangedSince(site, since, spaceIds),
    listBelow: async function* (root) {
      for await (const below of cloudBelow(site, root)) {
        const pages = below.filter(({ type }) => type === "page" || type === "blogpost").map(({ id }) => id);
        const others = below.filter(
          ({ type }) => type !== "page" && type !== "blogpost" && type !== "folder",
        );
        yield { contents: await cloudByIds(site, pages), others };
      }
    },
    byIds: (ids) => cloudByIds(site, ids),
    byTitle: async (spaceKey, title) => {
      const [space] = await spaces.byKeys([spaceKey]);
      return space && firstByTitle(site, space, title);
    },
    folder: async (id) => {
      const found = await cloudContainer(site, { id, type: "folder" });
      return found && { id, type: "folder", title: found.title };
    },
    search: (cql, from) => searchCloud(older, cql, from),
    attachment: (id) => cloudAttachment(site, id),
    places: async (contents) => {
      const above = await ancestry.above(contents);
      const known = await spaces.byIds(contents.map(({ spaceId }) => spaceId));
      return new Map(
        contents.map(({ id, spaceId }) => {
          return [id, { above: [], aboveIds: [], ...above.get(id), space: known.get(spaceId) }];
        }),
      );
    },
    bodies: (contents) => cloudBodies(site, contents),
    body: (content) => cloudBody(site, content),
    comments: (id) => commentsOf(older, id),
    people: createPeople(lookUpPeople(site), 250),
    restrictions: createRestrictions(older),
    open: (attached) => site.open(attached.download),
  };
}

async function firstByTitle(site: AtlassianSite, space: Space, title: string): Promise<Content | undefined> {
  for (const type of ["page", "blogpost"] as const) {
    for await (const { results } of listCloud(site, type, { "space-id": space.id, title })) {
      if (results[0]) return results[0];
    }
  }
  return undefined;
}

/** A search tells of pages what version 2 doesn't count by; so they are asked for again by id. */
async function* searchCloud(
  older: { site: AtlassianSite; web: string },
  cql: string,
  from: string | null,
): AsyncGenerator<Part<Found>> {
  for await (const { results, next } of searchOlder(older, cql, from)) {
    const isContent = ({ type }: { type: string }) => type === "page" || type === "blogpost";
    const contents = await cloudByIds(
      older.site,
      results.filter(isContent).map(({ id }) => id),
    );
    const byId = new Map(contents.map((content) => [content.id, content]));
    yield {
      results: results.flatMap((found): Found[] => {
        if (!isContent(found)) return [foundOf(older, found)];
        const content = byId.get(found.id);
        return content ? [{ content }] : [];
      }),
      next,
    };
  }
}

function lookUpAncestors(site: AtlassianSite): LookUpAncestors {
  return async (refs) => {
    const pages = refs.filter(({ type }) => type === "page").map(({ id }) => id);
    const others = refs.filter(({ type }) => type !== "page");
    const found = await cloudByIds(site, pages);
    const containers = await Promise.all(
      others.map(async (ref) => [ref.id, await cloudContainer(site, ref)] as const),
    );
    return new Map([
      ...found.map(({ id, title, parent }) => [id, { title, parent }] as const),
      ...containers.flatMap(([id, container]) => (container ? [[id, container] as const] : [])),
    ]);
  };
}

function lookUpPeople(site: AtlassianSite): LookUp {
  return async (ids) => {
    const { results } = await site.json(`${v2}/users-bulk`, newUsers, {}, { json: { accountIds: ids } });
    return new Map(
      results.flatMap((user) => {
        const person = personOf(user);
        return person ? [[user.accountId, person] as const] : [];
      }),
    );
  };
}

/** Spaces by key or id, each asked for once. */
function createSpaces(site: AtlassianSite) {
  const known = new BoundedMap<string, Space | null>(maxSpaces);

  async function find(query: "keys" | "ids", values: readonly string[]): Promise<Space[]> {
    const found: Space[] = [];
    for (const chunk of inChunks([...new Set(values)], keysAtOnce)) {
      const asked = {
        path: `${v2}/spaces`,
        item: newSpace,
        query: { [query]: chunk },
        limit: 250,
        from: null,
      };
      for await (const { results } of listed(site, asked)) {
        found.push(
          ...results.map(({ id, key, name, homepageId }) => ({
            id,
            key,
            name: name ?? key,
            homepageId: homepageId ?? undefined,
          })),
        );
      }
    }
    return found;
  }

  return {
    byKeys: (keys: readonly string[]) => find("keys", keys),
    byIds: async (ids: readonly string[]): Promise<Map<string, Space>> => {
      const unknown = ids.filter((id) => !known.has(id));
      for (const id of unknown) known.set(id, null);
      for (const space of await find("ids", unknown)) known.set(space.id, space);
      return new Map(
        ids.flatMap((id) => {
          const space = known.get(id);
          return space ? [[id, space] as const] : [];
        }),
      );
    },
  };
}

async function cloudAttachment(site: AtlassianSite, id: string): Promise<Attached | undefined> {
  const found = await orNothing(site.json(`${v2}/attachments/${id}`, newAttachment));
  const ownerId = found?.pageId ?? found?.blogPostId;
  if (found?.status !== "current" || !ownerId) return undefined;
  const web = `${site.root}/wiki`;
  return {
    id: found.id,
    type: "attachment",
    title: found.title ?? found.id,
    ownerId,
    version: found.version.number,
    modifiedAt: instant(found.version.createdAt),
    authorId: found.version.authorId ?? undefined,
    mediaType: found.mediaType ?? undefined,
    sizeBytes: found.fileSize ?? undefined,
    link: web + (found._links?.webui ?? `/pages/viewpageattachments.action?pageId=${ownerId}`),
    download: `${olderRoot({ site, web })}/content/${ownerId}/child/attachment/${found.id}/download`,
  };
}
