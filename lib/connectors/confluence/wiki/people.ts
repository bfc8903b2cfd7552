import { z } from "zod";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { BoundedMap } from "./bounded-map.ts";
import { inChunks } from "./in-chunks.ts";
import type { Person } from "./wiki.ts";

const maxPeople = 20_000;

/** Looks a few people up. Who isn't answered isn't known. */
export type LookUp = (ids: readonly string[]) => Promise<Map<string, Person>>;

/**
 * Names of people, asked for in bulk and once in a run. Names are an adornment: an account that may not see them keeps
 * their ids.
 */
export function createPeople(
  lookUp: LookUp,
  bulk: number,
): (ids: Iterable<string>) => Promise<Map<string, Person>> {
  const known = new BoundedMap<string, Person | null>(maxPeople);
  let isRefused = false;

  async function learn(ids: readonly string[]): Promise<void> {
    try {
      const found = await lookUp(ids);
      for (const id of ids) known.set(id, found.get(id) ?? null);
    } catch (error) {
      if (!(error instanceof VendorError) || !isNotShown(error)) throw error;
      isRefused = error.status !== 404;
      for (const id of ids) known.set(id, null);
    }
  }

  return async (ids) => {
    const asked = [...new Set(ids)];
    const unknown = isRefused ? [] : asked.filter((id) => !known.has(id));
    await Promise.all(inChunks(unknown, bulk).map(learn));
    return new Map(asked.flatMap((id) => (known.get(id) ? [[id, known.get(id) as Person]] : [])));
  };
}

function isNotShown({ status, reason }: VendorError): boolean {
  return status === 403 || status === 404 || (status === 401 && reason === "scope");
}

const text = z.string().nullish();
export const shownUser = z.object({ displayName: text, publicName: text, email: text });

/** A person, when there is a name. */
export function personOf({ displayName, publicName, email }: z.output<typeof shownUser>): Person | undefined {
  const name = displayName || publicName;
  return name ? { name, email: email || undefined } : undefined;
}
