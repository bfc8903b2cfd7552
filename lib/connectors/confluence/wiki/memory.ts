import { BoundedMap } from "./bounded-map.ts";
import type { OldContent } from "./content-schemas.ts";
import { contentOf } from "./older.ts";
import { personOf } from "./people.ts";
import type { Content, Person, Place, Wiki } from "./wiki.ts";

const most = 5_000;
const nowhere: Place = { space: undefined, above: [], aboveIds: [] };

/** What Data Center tells in passing: with each page, where it stands and the names of who wrote it. */
export class Memory {
  readonly #wiki: Pick<Wiki, "site" | "web">;
  readonly #places = new BoundedMap<string, Place>(most);
  readonly #people = new BoundedMap<string, Person>(most);

  constructor(wiki: Pick<Wiki, "site" | "web">) {
    this.#wiki = wiki;
  }

  learn(found: OldContent): Content | undefined {
    const content = contentOf(this.#wiki, found);
    if (!content || !found.space) return content;
    const { key, id, name } = found.space;
    const ancestors = found.ancestors ?? [];
    this.#places.set(content.id, {
      space: { id: id ?? key, key, name: name ?? key },
      above: ancestors.flatMap(({ title }) => title ?? []),
      aboveIds: ancestors.map((ancestor) => ancestor.id),
    });
    for (const user of [found.history?.createdBy, found.history?.ownedBy, found.version?.by]) {
      const person = user && personOf(user);
      const userId = user?.userKey ?? user?.username;
      if (person && userId) this.#people.set(userId, person);
    }
    return content;
  }

  learnAll(found: readonly OldContent[]): Content[] {
    return found.flatMap((one) => this.learn(one) ?? []);
  }

  place(id: string): Place {
    return this.#places.get(id) ?? nowhere;
  }

  person(id: string): Person | undefined {
    return this.#people.get(id);
  }
}
