import type { JsonObject } from "#lib/connectors/source.ts";
import type { Content, Place, Restriction, Wiki } from "../wiki/wiki.ts";

/**
 * Who may view a page at its source: whoever may view its space and is named by each restriction, its own and those of
 * the pages above it. Undefined when Confluence doesn't tell.
 */
export type Permissions = JsonObject | undefined;

export async function permissionsOf(
  wiki: Wiki,
  contents: readonly Content[],
  places: ReadonlyMap<string, Place>,
): Promise<Map<string, Permissions>> {
  const chains = contents.map(({ id }) => ({ id, chain: [...(places.get(id)?.aboveIds ?? []), id] }));
  const known = await wiki.restrictions(chains.flatMap(({ chain }) => chain));
  return new Map(
    chains.map(({ id, chain }) => {
      // Folders aren't told of; the page itself has to be.
      if (!known.has(id)) return [id, undefined];
      const restricted = chain.flatMap((one) => restrictionOf(one, known.get(one)) ?? []);
      return [id, { space: places.get(id)?.space?.key ?? null, restricted_to: restricted }];
    }),
  );
}

function restrictionOf(pageId: string, restriction: Restriction | undefined): JsonObject | undefined {
  if (!restriction || restriction.users.length + restriction.groups.length === 0) return undefined;
  return { page_id: pageId, users: restriction.users, groups: restriction.groups };
}
