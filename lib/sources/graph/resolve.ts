import { SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { isManagedPath, readMicrosoftAddress } from "./address.ts";
import type { GraphClient } from "./client.ts";
import { drivesIn, findDocument, findItem, findPage, findSite, followLink } from "./find.ts";
import type { Pin } from "./pin.ts";
import { type Drive, driveFields, driveSchema, type Site, siteFields, siteSchema } from "./wire.ts";

/** Asks for sites and libraries once, however many addresses lead to them. */
export type Resolver = {
  /** @throws SourceError that says what of the address leads nowhere */
  resolve: (address: string) => Promise<Pin>;
  site: (id: string) => Promise<Site>;
  drive: (id: string) => Promise<Drive>;
  /** The libraries of a site; of a person's site, the OneDrive alone. */
  drives: (site: Site) => Promise<Drive[]>;
};

export function createResolver(client: GraphClient): Resolver {
  const site = once((id: string) =>
    client.json({ url: client.url("sites", id), query: { $select: siteFields } }, siteSchema),
  );
  const drive = once((id: string) =>
    client.json({ url: client.url("drives", id), query: { $select: driveFields } }, driveSchema),
  );
  const drivesOf = once(async (siteId: string) => drivesIn(client, await site(siteId)));
  const siteAt = once((place: string) => findSite(client, place));
  const resolver: Resolver = { site, drive, drives: ({ id }) => drivesOf(id), resolve };
  return resolver;

  async function resolve(text: string): Promise<Pin> {
    const address = readMicrosoftAddress(text);
    if ("problem" in address) throw new SourceError("misconfigured", address.problem);
    switch (address.kind) {
      case "path":
        return resolvePath(address.host, address.path);
      case "page": {
        const { id } = await siteAt(placeOf(address.host, address.site));
        return {
          pagesOf: id,
          page: address.name === undefined ? null : await findPage(client, id, address.name),
        };
      }
      case "document": {
        const { id } = await siteAt(placeOf(address.host, address.site));
        return findDocument(client, await drivesOf(id), address.uniqueId);
      }
      case "share":
        return followLink(client, address.url);
    }
  }

  /** Walks from the site towards the sub-sites until a library's address begins the path. */
  async function resolvePath(host: string, path: string[]): Promise<Pin> {
    let depth = isManagedPath(path) ? 2 : 0;
    let found = await siteAt(placeOf(host, path.slice(0, depth)));
    for (;;) {
      if (depth === path.length) return { site: found.id };
      const drives = await drivesOf(found.id);
      const match = longestPrefix(drives, path);
      if (match)
        return { drive: match.drive.id, item: await findItem(client, match.drive, path.slice(match.length)) };
      const here = found;
      depth += 1;
      found = await siteAt(placeOf(host, path.slice(0, depth))).catch((error) => {
        if (error instanceof VendorError && error.status === 404)
          throw nothingAt(path.slice(depth - 1), here, drives);
        throw error;
      });
    }
  }
}

/** `host:/sites/Docs`, or the host alone for its root site: how Graph names a site by its place. */
function placeOf(host: string, path: readonly string[]): string {
  return path.length === 0 ? host : `${host}:/${path.map(encodeURIComponent).join("/")}`;
}

/**
 * The library that a path leads into, by its address: names are localised, addresses aren't. The longest counts, for a
 * library may be within the address of another.
 */
export function longestPrefix(
  drives: readonly Drive[],
  path: readonly string[],
): { drive: Drive; length: number } | undefined {
  const asked = path.map((segment) => segment.toLowerCase());
  const matches = drives.flatMap((drive) => {
    const segments = pathOf(drive.webUrl).map((segment) => segment.toLowerCase());
    const isPrefix = segments.length > 0 && segments.every((segment, at) => segment === asked[at]);
    return isPrefix ? [{ drive, length: segments.length }] : [];
  });
  return matches.sort((a, b) => b.length - a.length)[0];
}

function pathOf(webUrl: string | null | undefined): string[] {
  const path = URL.parse(webUrl ?? "")?.pathname ?? "";
  return path.split("/").filter(Boolean).map(decodeURIComponent);
}

function nothingAt(path: readonly string[], site: Site, drives: readonly Drive[]): SourceError {
  const names = drives
    .map((drive) => pathOf(drive.webUrl).at(-1))
    .filter(Boolean)
    .slice(0, 10);
  const has = names.length > 0 ? ` It has: ${names.join(", ")}.` : "";
  const message = `The site “${site.displayName ?? site.id}” has neither a library nor a sub-site “${path[0]}”.${has}`;
  return new SourceError("misconfigured", message);
}

/** Keeps answers, and what is under way, but no failure: it may pass. */
function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const answer = known.get(key) ?? ask(key);
    known.set(key, answer);
    answer.catch(() => known.delete(key));
    return answer;
  };
}
