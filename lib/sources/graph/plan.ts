import { SourceError as Failure, type SourceError, type SourceItem } from "#lib/connectors/source.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { GraphClient } from "./client.ts";
import type { Pin } from "./pin.ts";
import type { FeedScope } from "./place-items.ts";
import { createResolver, type Resolver } from "./resolve.ts";
import { type Drive, type Site, siteFields, siteSchema } from "./wire.ts";

/** A drive, or a site for its pages: what is listed by itself. */
export type Feed = {
  id: string;
  kind: "drive" | "pages";
  name: string;
  webUrl: string;
  ownerEmail: string | undefined;
};

/** What an address comes to. */
export type Target = {
  address: string;
  pin: Pin | undefined;
  parts: { feed: string; itemId: string | null }[];
  problem: SourceError | undefined;
};

export type Plan = {
  targets: Target[];
  feeds: Map<string, Feed>;
  /** What can't be read beside the targets, and why. */
  notes: SourceItem[];
};

/**
 * Finds out what the addresses come to. One that leads nowhere is told as such and doesn't keep the others from being
 * read.
 * @param pins what earlier runs found, so that a renamed folder is still the same
 * @throws SourceError when the sign-in or Graph itself fails
 */
export async function makePlan(
  client: GraphClient,
  addresses: readonly string[],
  pins: Readonly<Record<string, Pin>>,
): Promise<Plan> {
  const resolver = createResolver(client);
  const plan: Plan = { targets: [], feeds: new Map(), notes: [] };
  for (const address of new Set(addresses)) {
    plan.targets.push(await targetOf(client, resolver, plan, address, pins[address]));
  }
  return plan;
}

async function targetOf(
  client: GraphClient,
  resolver: Resolver,
  plan: Plan,
  address: string,
  known: Pin | undefined,
): Promise<Target> {
  try {
    const { pin, parts } = await followed(client, resolver, plan, address, known);
    return { address, pin, parts, problem: undefined };
  } catch (error) {
    if (!(error instanceof Failure) || error.kind !== "misconfigured") throw error;
    return { address, pin: known, parts: partsOfPin(known), problem: error };
  }
}

/** By what earlier runs found, or by the address itself once that is gone: something else may be there now. */
async function followed(
  client: GraphClient,
  resolver: Resolver,
  plan: Plan,
  address: string,
  known: Pin | undefined,
): Promise<{ pin: Pin; parts: Target["parts"] }> {
  if (known) {
    try {
      return { pin: known, parts: await partsOf(client, resolver, plan, known) };
    } catch (error) {
      if (!(error instanceof VendorError) || error.status !== 404) throw error;
    }
  }
  const pin = await resolver.resolve(address);
  return { pin, parts: await partsOf(client, resolver, plan, pin) };
}

/** What an address came to before it failed: what is stored of it stays. */
function partsOfPin(pin: Pin | undefined): Target["parts"] {
  if (pin && "drive" in pin) return [{ feed: pin.drive, itemId: pin.item }];
  return pin && "pagesOf" in pin ? [{ feed: pin.pagesOf, itemId: pin.page }] : [];
}

async function partsOf(
  client: GraphClient,
  resolver: Resolver,
  plan: Plan,
  pin: Pin,
): Promise<Target["parts"]> {
  if ("drive" in pin) {
    const drive = await resolver.drive(pin.drive);
    plan.feeds.set(drive.id, driveFeed(drive));
    return [{ feed: drive.id, itemId: pin.item }];
  }
  if ("pagesOf" in pin) {
    const site = await resolver.site(pin.pagesOf);
    plan.feeds.set(site.id, pagesFeed(site));
    return [{ feed: site.id, itemId: pin.page }];
  }
  return partsOfSite(client, resolver, plan, await resolver.site(pin.site));
}

/** A site is its libraries and pages, and those of the sites below it. */
async function partsOfSite(
  client: GraphClient,
  resolver: Resolver,
  plan: Plan,
  site: Site,
): Promise<Target["parts"]> {
  const parts: Target["parts"] = [];
  for (const drive of await resolver.drives(site)) {
    plan.feeds.set(drive.id, driveFeed(drive));
    parts.push({ feed: drive.id, itemId: null });
  }
  if (/\/personal\//i.test(site.webUrl ?? "")) return parts;
  plan.feeds.set(site.id, pagesFeed(site));
  parts.push({ feed: site.id, itemId: null });
  for (const below of await subSites(client, plan, site)) {
    parts.push(...(await partsOfSite(client, resolver, plan, below)));
  }
  return parts;
}

async function subSites(client: GraphClient, plan: Plan, site: Site): Promise<Site[]> {
  const found: Site[] = [];
  try {
    const pages = client.pages(client.url("sites", site.id, "sites"), { $select: siteFields }, siteSchema);
    for await (const page of pages) found.push(...page);
  } catch (error) {
    if (!(error instanceof VendorError) || (error.status !== 403 && error.status !== 404)) throw error;
    // With Sites.Selected a site may be open and the list of those below it not.
    const reason =
      "The application may not list the sites below this one: to read them, give their addresses.";
    const title = `Sites below ${site.displayName ?? site.webUrl ?? site.id}`;
    plan.notes.push({
      key: `${site.id}/sites`,
      title,
      link: site.webUrl ?? undefined,
      kind: "skipped",
      reason,
    });
  }
  return found.filter(({ webUrl }) => !/\/contentstorage\//i.test(webUrl ?? ""));
}

function driveFeed(drive: Drive): Feed {
  const email = drive.owner?.user?.email ?? undefined;
  return {
    id: drive.id,
    kind: "drive",
    name: drive.name ?? drive.id,
    webUrl: drive.webUrl ?? "",
    ownerEmail: email,
  };
}

function pagesFeed(site: Site): Feed {
  const name = `${site.displayName ?? site.id} (pages)`;
  return { id: site.id, kind: "pages", name, webUrl: site.webUrl ?? "", ownerEmail: undefined };
}

/** What of each drive and site the addresses ask for, each once. */
export function scopesOf(targets: readonly Target[]): FeedScope[] {
  const byFeed = Map.groupBy(
    targets.flatMap(({ parts }) => parts),
    ({ feed }) => feed,
  );
  return [...byFeed].map(([feed, parts]) => ({
    feed,
    isWhole: parts.some(({ itemId }) => itemId === null),
    itemIds: [...new Set(parts.flatMap(({ itemId }) => itemId ?? []))].sort(),
  }));
}
