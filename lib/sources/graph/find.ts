import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { GraphClient } from "./client.ts";
import { noDrive } from "./explain.ts";
import type { Pin } from "./pin.ts";
import {
  type Drive,
  driveFields,
  driveSchema,
  type Site,
  siteFields,
  sitePageSchema,
  siteSchema,
} from "./wire.ts";

const idOnly = z.object({ id: z.string() });
const sharedItem = z.object({ id: z.string(), parentReference: z.object({ driveId: z.string() }) });

/** The site at a place. @throws SourceError when it isn't one that can be read */
export async function findSite(client: GraphClient, place: string): Promise<Site> {
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

/** The libraries of a site; of a person's site, the OneDrive alone. */
export async function drivesIn(client: GraphClient, site: Site): Promise<Drive[]> {
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

/** The id of what is at a path of a library, null for the library itself. */
export async function findItem(
  client: GraphClient,
  drive: Drive,
  path: readonly string[],
): Promise<string | null> {
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

/** The id of a site's page, by its file name. */
export async function findPage(client: GraphClient, siteId: string, name: string): Promise<string> {
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

/** What a sharing link leads to, if the application may follow links. */
export async function followLink(client: GraphClient, link: string): Promise<Pin> {
  const token = `u!${Buffer.from(link).toString("base64url")}`;
  const url = client.url("shares", token, "driveItem");
  const { id, parentReference } = await client.json(
    { url, query: { $select: "id,parentReference" } },
    sharedItem,
  );
  return { drive: parentReference.driveId, item: id };
}

/** An Office file, by the id that its address has: in whichever library it is. */
export async function findDocument(
  client: GraphClient,
  drives: readonly Drive[],
  uniqueId: string,
): Promise<Pin> {
  for (const { id: driveId } of drives) {
    const url = client.url("drives", driveId, "list", "items", uniqueId, "driveItem");
    const item = await client.json({ url, query: { $select: "id" } }, idOnly).catch(unlessMissing);
    if (item) return { drive: driveId, item: item.id };
  }
  throw new SourceError(
    "misconfigured",
    "The file of this address isn't in any library of its site any more, or isn't shown to this application.",
  );
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof VendorError && (error.status === 404 || error.status === 400)) return undefined;
  throw error;
}
