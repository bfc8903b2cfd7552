import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { BoundedMap } from "./bounded-map.ts";
import { type OldContent, oldContent } from "./content-schemas.ts";
import { inChunks } from "./in-chunks.ts";
import { listed } from "./listing.ts";
import { olderRoot, personId } from "./older.ts";
import type { Restriction, Wiki } from "./wiki.ts";

const idsAtOnce = 100;
const maxKnown = 50_000;
const expand = "restrictions.read.restrictions.user,restrictions.read.restrictions.group";

export type LookUpRestrictions = Wiki["restrictions"];

/**
 * Who may view pages, beyond whoever may view their space; each page is asked for once in a run. A page whose answer
 * isn't had is left out. An account that isn't told, isn't: the pages are read all the same.
 */
export function createRestrictions(wiki: Pick<Wiki, "site" | "web">): LookUpRestrictions {
  const known = new BoundedMap<string, Restriction | null>(maxKnown);
  let isRefused = false;

  async function learn(ids: readonly string[]): Promise<void> {
    const asked = {
      path: `${olderRoot(wiki)}/content/search`,
      item: oldContent,
      query: { cql: `id in (${ids.join(",")})`, expand },
      limit: idsAtOnce,
      from: null,
    };
    // What isn't answered (a folder, a page that the index doesn't know yet) isn't asked for again.
    for (const id of ids) known.set(id, null);
    try {
      for await (const { results } of listed(wiki.site, asked)) {
        for (const found of results) known.set(found.id, restrictionOf(found));
      }
    } catch (error) {
      if (!(error instanceof VendorError) || !isNotTold(error)) throw error;
      isRefused = true;
    }
  }

  return async (ids) => {
    const unknown = isRefused ? [] : [...new Set(ids)].filter((id) => !known.has(id));
    await Promise.all(inChunks(unknown, idsAtOnce).map(learn));
    return new Map(
      [...new Set(ids)].flatMap((id) => {
        const restriction = known.get(id);
        return restriction ? [[id, restriction] as const] : [];
      }),
    );
  };
}

function isNotTold({ status, reason }: VendorError): boolean {
  return status === 400 || status === 403 || status === 404 || status === 500 || reason === "scope";
}

function restrictionOf({ restrictions }: OldContent): Restriction {
  const { user, group } = restrictions?.read?.restrictions ?? {};
  const users = (user?.results ?? []).flatMap((one) => {
    const id = personId(one);
    return id === undefined
      ? []
      : [{ id, name: one?.displayName ?? one?.publicName ?? id, email: one?.email || null }];
  });
  return {
    users: users.sort((a, b) => a.id.localeCompare(b.id)),
    groups: (group?.results ?? []).map(({ name }) => name).sort(),
  };
}
