import { BoundedMap } from "./bounded-map.ts";
import type { Content, ContentRef, Place } from "./wiki.ts";

/** What is known of something that others hang below. */
export type Ancestor = { title: string; parent: ContentRef | null };

/** Titles and ids of what is above something. */
export type Above = Pick<Place, "above" | "aboveIds">;

/** Looks up what these refs are; what can't be seen isn't answered. */
export type LookUpAncestors = (refs: readonly ContentRef[]) => Promise<Map<string, Ancestor>>;

const maxKnown = 50_000;
const maxLevels = 100;

/**
 * Finds what is above pages. A listing mostly names parents before their children, so little is left to be looked up.
 */
export class Ancestry {
  readonly #known = new BoundedMap<string, Ancestor>(maxKnown);
  readonly #lookUp: LookUpAncestors;

  constructor(lookUp: LookUpAncestors) {
    this.#lookUp = lookUp;
  }

  /** What is above each of these, from the top, by id. */
  async above(contents: readonly Content[]): Promise<Map<string, Above>> {
    for (const { id, title, parent } of contents) this.#known.set(id, { title, parent });
    // What one listing's part needs is held beside the cache, which may forget it.
    const held = new Map<string, Ancestor>();
    for (let level = 0; level < maxLevels; level++) {
      const missing = this.#missing(contents, held);
      if (missing.length === 0) break;
      const found = await this.#lookUp(missing);
      for (const { id } of missing) {
        const ancestor = found.get(id) ?? { title: "", parent: null };
        held.set(id, ancestor);
        this.#known.set(id, ancestor);
      }
    }
    return new Map(contents.map(({ id, parent }) => [id, this.#chainOf(parent, held)]));
  }

  #missing(contents: readonly Content[], held: Map<string, Ancestor>): ContentRef[] {
    const missing = new Map<string, ContentRef>();
    for (const { parent } of contents) {
      for (const ref of this.#chain(parent, held)) {
        if (!held.has(ref.id)) missing.set(ref.id, ref);
      }
    }
    return [...missing.values()];
  }

  /** Upwards as far as is known, and the first that isn't. */
  *#chain(from: ContentRef | null, held: Map<string, Ancestor>): Generator<ContentRef> {
    let ref = from;
    for (let level = 0; ref !== null && level < maxLevels; level++) {
      const ancestor = held.get(ref.id) ?? this.#known.get(ref.id);
      if (ancestor) held.set(ref.id, ancestor);
      yield ref;
      ref = ancestor?.parent ?? null;
    }
  }

  #chainOf(from: ContentRef | null, held: Map<string, Ancestor>): Above {
    const chain = [...this.#chain(from, held)].reverse();
    return {
      above: chain.flatMap(({ id }) => held.get(id)?.title || []),
      aboveIds: chain.map(({ id }) => id),
    };
  }
}
