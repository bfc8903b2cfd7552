import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { type OldContent, oldContent, oldSpace } from "./content-schemas.ts";
import { isOnesFault, notCurrent, orNothing, storageOrView } from "./faults.ts";
import { inChunks } from "./in-chunks.ts";
import { listed } from "./listing.ts";
import { Memory } from "./memory.ts";
import { attachedOf, commentsOf, foundOf, searchOlder } from "./older.ts";
import { createPeople, type LookUp, personOf, shownUser } from "./people.ts";
import { createRestrictions } from "./restrictions.ts";
import type { Body, Content, Part, Person, Space, Wiki } from "./wiki.ts";

const listExpand = "version,space,ancestors,history";
const listLimit = 200;
const keysAtOnce = 50;

/** Confluence Data Center and Server: the older API, by offset. Whatever it tells of a page comes with the listing. */
export function createDataCenterWiki(site: AtlassianSite): Wiki {
  const wiki = { site, web: site.root };
  const memory = new Memory(wiki);
  const lists = createLists(site, memory);
  return {
    ...wiki,
    ...lists,
    spaces: (keys) => findSpaces(site, keys),
    byIds: async (ids) =>
      (await Promise.all(ids.map((id) => byId(site, memory, id)))).flatMap((content) => content ?? []),
    folder: async () => undefined,
    search: async function* (cql, from) {
      for await (const { results, next } of searchOlder(wiki, cql, from)) {
        for (const found of results) memory.learn(found);
        yield { results: results.map((found) => foundOf(wiki, found)), next };
      }
    },
    attachment: async (id) => {
      const expand = "version,container,extensions,metadata";
      const found = await orNothing(site.json(`/rest/api/content/${id}`, oldContent, { expand }));
      return found && (found.status ?? "current") === "current" ? attachedOf(wiki, found) : undefined;
    },
    places: async (contents) => new Map(contents.map(({ id }) => [id, memory.place(id)])),
    bodies: (contents) => someBodies(wiki, memory, contents),
    body: (content) => oneBody(site, memory, content),
    comments: (id) => commentsOf(wiki, id),
    people: createPeople(lookUpPeople(site, memory), 10),
    restrictions: createRestrictions(wiki),
    open: (attached) => site.open(attached.download),
  };
}

type Lists = Pick<Wiki, "listSpace" | "listBelow" | "byTitle">;

function createLists(site: AtlassianSite, memory: Memory): Lists {
  async function* list(
    query: Query,
    from: string | null,
    limit = listLimit,
  ): AsyncGenerator<Part<OldContent>> {
    yield* listed(site, {
      path: "/rest/api/content",
      item: oldContent,
      query: { status: "current", expand: listExpand, ...query },
      limit,
      from,
    });
  }
  return {
    listSpace: async function* (type, space, from) {
      for await (const { results, next } of list({ type, spaceKey: space?.key }, from)) {
        yield { results: memory.learnAll(results), next };
      }
    },
    listBelow: async function* (root) {
      const top = await site.json(`/rest/api/content/${root.id}`, oldContent, { expand: "space" });
      // Not by CQL, whose index lags behind, nor child by child: a listing of the space tells what is above each page.
      for await (const { results } of list({ type: "page", spaceKey: top.space?.key }, null)) {
        const below = results.filter(({ ancestors }) => ancestors?.some(({ id }) => id === root.id));
        yield { contents: memory.learnAll(below), others: [] };
      }
    },
    byTitle: async (spaceKey, title) => {
      for (const type of ["page", "blogpost"]) {
        for await (const { results } of list({ type, spaceKey, title }, null, 5)) {
          const [content] = memory.learnAll(results);
          if (content) return content;
        }
      }
      return undefined;
    },
  };
}

async function byId(site: AtlassianSite, memory: Memory, id: string): Promise<Content | undefined> {
  const found = await orNothing(site.json(`/rest/api/content/${id}`, oldContent, { expand: listExpand }));
  return found && memory.learn(found);
}

function oneBody(site: AtlassianSite, memory: Memory, { id }: Content): Promise<Body> {
  const path = `/rest/api/content/${id}`;
  return storageOrView(async (format) => {
    const found = await site.json(path, oldContent, { expand: `${listExpand},body.${format}` });
    const content = memory.learn(found);
    if (!content) throw notCurrent(site.root + path, found.status);
    return { format, value: found.body?.[format]?.value ?? "", content };
  });
}

/** Bodies of some pages in one request; those that it doesn't give are left to be asked for alone. */
async function someBodies(
  wiki: Pick<Wiki, "site" | "web">,
  memory: Memory,
  contents: readonly Content[],
): Promise<Map<string, Body>> {
  const bodies = new Map<string, Body>();
  const asked = {
    path: "/rest/api/content/search",
    item: oldContent,
    query: { cql: `id in (${contents.map(({ id }) => id).join(",")})`, expand: `${listExpand},body.storage` },
    limit: contents.length,
    from: null,
  };
  try {
    for await (const { results } of listed(wiki.site, asked)) {
      for (const found of results) {
        const content = memory.learn(found);
        const value = found.body?.storage?.value;
        if (content && value !== undefined) bodies.set(content.id, { format: "storage", value, content });
      }
    }
  } catch (error) {
    if (!isOnesFault(error)) throw error;
  }
  return bodies;
}

async function findSpaces(site: AtlassianSite, keys: readonly string[]): Promise<Space[]> {
  const spaces: Space[] = [];
  for (const spaceKey of inChunks(keys, keysAtOnce)) {
    const asked = {
      path: "/rest/api/space",
      item: oldSpace,
      query: { spaceKey, expand: "homepage" },
      limit: 200,
      from: null,
    };
    for await (const { results } of listed(site, asked)) {
      for (const { id, key, name, homepage } of results) {
        spaces.push({ id: id ?? key, key, name: name ?? key, homepageId: homepage?.id });
      }
    }
  }
  return spaces;
}

/** Nobody can be asked for in bulk here. Whoever wrote a page that was read is known by then. */
function lookUpPeople(site: AtlassianSite, memory: Memory): LookUp {
  return async (ids) => {
    const found = await Promise.all(
      ids.map(async (id) => [id, memory.person(id) ?? (await lookUp(site, id))] as const),
    );
    return new Map(found.flatMap(([id, person]) => (person ? [[id, person] as const] : [])));
  };
}

/** Old pages mention people by name, new ones by a key of 32 hexadecimal digits. */
async function lookUp(site: AtlassianSite, id: string): Promise<Person | undefined> {
  const query = /^[0-9a-f]{32}$/.test(id) ? { key: id } : { username: id };
  const user = await orNothing(site.json("/rest/api/user", shownUser, query));
  return user && personOf(user);
}
