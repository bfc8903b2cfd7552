import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import { type MicrosoftAddress, readMicrosoftAddress } from "./address.ts";
import type { GraphClient } from "./client.ts";
import { noDrive } from "./explain.ts";
import {
  type Drive,
  driveFields,
  driveSchema,
  type Site,
  siteFields,
  sitePageSchema,
  siteSchema,
} from "./wire.ts";

/**
 * What an address leads to, by ids: they survive renames and moves, the address doesn't. `item` and `page` are null for
 * the whole of a library, or all pages of a site.
 */
export const pinSchema = z.union([
  z.object({ site: z.string() }),
  z.object({ drive: z.string(), item: z.string().nullable() }),
  z.object({ pagesOf: z.string(), page: z.string().nullable() }),
]);

export type Pin = z.output<typeof pinSchema>;

/** Asks for sites and libraries once, however many addresses lead to them. */
export type Resolver = {
  /** @throws SourceError that says what of the address leads nowhere */
  resolve: (address: string) => Promise<Pin>;
  site: (id: string) => Promise<Site>;
  drive: (id: string) => Promise<Drive>;
  /** The libraries of a site; of a person's site, the OneDrive alone. */
  drives: (site: Site) => Promise<Drive[]>;
};

const idOnly = z.object({ id: z.string() });
const sharedItem = z.object({ id: z.string(), parentReference: z.object({ driveId: z.string() }) });

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
      case "document":
        return findDocument(address);
      case "share":
        return followLink(client, address.url);
    }
  }

  /** Walks from the site towards the sub-sites until a library's address begins the path. */
  async function resolvePath(host: string, path: string[]): Promise<Pin> {
    let depth = path.length > 0 && isManaged(path) ? 2 : 0;
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

  async function findDocument({
    host,
    site: path,
    uniqueId,
  }: MicrosoftAddress & { kind: "document" }): Promise<Pin> {
    const { id } = await siteAt(placeOf(host, path));
    for (const { id: driveId } of await drivesOf(id)) {
      const url = client.url("drives", driveId, "list", "items", uniqueId, "driveItem");
      const item = await client.json({ url, query: { $select: "id" } }, idOnly).catch(unlessMissing);
      if (item) return { drive: driveId, item: item.id };
    }
    throw new SourceError(
      "misconfigured",
      "The file of this address isn't in any library of its site any more, or isn't shown to this application.",
    );
  }
}

const managed = /^(sites|teams|personal|portals)$/i;

function isManaged([first = ""]: readonly string[]): boolean {
  return managed.test(first);
}

/** `host:/sites/Docs`, or the host alone for its root site: how Graph names a site by its place. */
function placeOf(host: string, path: readonly string[]): string {
  return path.length === 0 ? host : `${host}:/${path.map(encodeURIComponent).join("/")}`;
}

async function findSite(client: GraphClient, place: string): Promise<Site> {
  const url = new URL(`${client.url("sites").href}/${place}`);
  try {
    const site = await client.json({ url, query: { $select: siteFields } }, siteSchema);
    if (!/\/contentstorage\//i.test(site.webUrl ?? "")) return site;
  } catch (error) {
    const isPerson = error instanceof VendorError && error.status === 404 && /:\/personal\//i.test(place);
    throw isPerson ? new SourceError("misconfigured", noDrive, { cause: error }) : error;
  }
  throw new SourceError("misconfigured", "This is a container of SharePoint Embedded: it can't be read.");
}

async function drivesIn(client: GraphClient, site: Site): Promise<Drive[]> {
  // A person's site has hidden libraries beside the OneDrive.
  if (/\/personal\//i.test(site.webUrl ?? "")) {
    const url = client.url("sites", site.id, "drive");
    return [await client.json({ url, query: { $select: driveFields } }, driveSchema)];
  }
  const drives: Drive[] = [];
  const pages = client.pages(client.url("sites", site.id, "drives"), { $select: driveFields }, driveSchema);
  for await (const page of pages) drives.push(...page);
  return drives.filter(({ webUrl }) => !/\/contentstorage\//i.test(webUrl ?? ""));
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

async function findItem(client: GraphClient, drive: Drive, path: readonly string[]): Promise<string | null> {
  if (path.length === 0) return null;
  const url = client.url("drives", drive.id, "root:", ...path);
  try {
    return (await client.json({ url, query: { $select: "id" } }, idOnly)).id;
  } catch (error) {
    if (!(error instanceof VendorError) || error.status !== 404) throw error;
    throw new SourceError(
      "misconfigured",
      `There is no “${path.join("/")}” in the library “${drive.name}”.`,
      { cause: error },
    );
  }
}

async function findPage(client: GraphClient, siteId: string, name: string): Promise<string> {
  const url = client.url("sites", siteId, "pages", "microsoft.graph.sitePage");
  for await (const pages of client.pages(url, { $select: "id,name" }, sitePageSchema)) {
    const found = pages.find((page) => page.name?.toLowerCase() === name.toLowerCase());
    if (found) return found.id;
  }
  throw new SourceError(
    "misconfigured",
    `The site has no page “${name}”, or doesn't show it to this application.`,
  );
}

async function followLink(client: GraphClient, link: string): Promise<Pin> {
  const token = `u!${Buffer.from(link).toString("base64url")}`;
  const url = client.url("shares", token, "driveItem");
  const { id, parentReference } = await client.json(
    { url, query: { $select: "id,parentReference" } },
    sharedItem,
  );
  return { drive: parentReference.driveId, item: id };
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof VendorError && (error.status === 404 || error.status === 400)) return undefined;
  throw error;
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
