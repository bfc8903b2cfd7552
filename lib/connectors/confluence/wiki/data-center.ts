import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { type OldContent, oldContent, oldSpace } from "./content-schemas.ts";
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
    bodies: async () => new Map(),
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

async function oneBody(site: AtlassianSite, memory: Memory, { id }: Content): Promise<Body> {
  const path = `/rest/api/content/${id}`;
  const read = async (format: Body["format"]) => {
    const found = await site.json(path, oldContent, { expand: `${listExpand},body.${format}` });
    const failure = { method: "GET", url: site.root + path, headers: {}, body: null };
    const content = memory.learn(found);
    if (!content)
      throw new VendorError({ ...failure, status: 404 }, { message: `It is ${found.status} now.` });
    return { format, value: found.body?.[format]?.value ?? "", content };
  };
  try {
    return await read("storage");
  } catch (error) {
    // Some pages' storage format fails (CONFCLOUD-76433): then what is shown has to do.
    if (!(error instanceof VendorError) || error.status !== 500) throw error;
    return read("view");
  }
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

/** Undefined for what isn't there, or isn't shown to this account. */
async function orNothing<T>(asked: Promise<T>): Promise<T | undefined> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof VendorError && (error.status === 403 || error.status === 404)) return undefined;
    throw error;
  }
}
