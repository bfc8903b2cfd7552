import { parseStorage, type StorageNode } from "../storage/parse.ts";
import {
  excerptOf,
  type Inclusion,
  type PageReference,
  readReferences,
  referenceName,
} from "../storage/references.ts";
import type { Included } from "../storage/writing.ts";
import { BoundedMap } from "../wiki/bounded-map.ts";
import type { Wiki } from "../wiki/wiki.ts";

const maxPages = 200;
/** A page that takes in pages that take in pages … is followed so far, and so many pages wide. */
const maxDepth = 4;
const maxLookups = 100;

/** What a page takes in, ready to be written, and who is mentioned there. */
export type Resolved = {
  included: (inclusion: Inclusion, spaceKey: string | undefined) => Included | undefined;
  users: Set<string>;
};

export type Inclusions = {
  resolve: (nodes: readonly StorageNode[], spaceKey: string | undefined) => Promise<Resolved>;
};

/** Looks up what pages take in from others; each page once in a while. */
export function createInclusions(wiki: Wiki): Inclusions {
  const known = new BoundedMap<string, Promise<Included | undefined>>(maxPages);

  function look(page: PageReference, spaceKey: string | undefined): Promise<Included | undefined> {
    const name = referenceName(page, spaceKey);
    const begun = known.get(name) ?? read(wiki, page, spaceKey);
    known.set(name, begun);
    return begun;
  }

  return {
    async resolve(nodes, spaceKey) {
      const found = new Map<string, Included>();
      const users = new Set<string>();
      const asked = new Set<string>();
      let level = [{ nodes, spaceKey }];
      for (let depth = 0; depth < maxDepth && level.length > 0; depth++) {
        const below: typeof level = [];
        for (const page of level) {
          for (const inclusion of readReferences(page.nodes).inclusions) {
            const name = referenceName(inclusion.page, page.spaceKey);
            if (asked.has(name) || asked.size >= maxLookups) continue;
            asked.add(name);
            const included = await look(inclusion.page, page.spaceKey);
            if (!included) continue;
            found.set(name, included);
            below.push({ nodes: included.nodes, spaceKey: included.spaceKey });
            for (const user of readReferences(included.nodes).users) users.add(user);
          }
        }
        level = below;
      }
      return {
        users,
        included: (inclusion, from) => partOf(found.get(referenceName(inclusion.page, from)), inclusion),
      };
    },
  };
}

function partOf(included: Included | undefined, { excerpt }: Inclusion): Included | undefined {
  return included && excerpt ? { ...included, nodes: excerptOf(included.nodes, excerpt.name) } : included;
}

async function read(
  wiki: Wiki,
  page: PageReference,
  spaceKey: string | undefined,
): Promise<Included | undefined> {
  const content = "id" in page ? (await wiki.byIds([page.id]))[0] : await titled(wiki, page, spaceKey);
  if (!content) return undefined;
  const body = await wiki.body(content);
  if (body.format !== "storage") return undefined;
  const { space } = (await wiki.places([content])).get(content.id) ?? {};
  return { pageId: content.id, spaceKey: space?.key, title: content.title, nodes: parseStorage(body.value) };
}

function titled(wiki: Wiki, page: { title: string; spaceKey: string | undefined }, from: string | undefined) {
  const spaceKey = page.spaceKey ?? from;
  return spaceKey === undefined ? undefined : wiki.byTitle(spaceKey, page.title);
}
