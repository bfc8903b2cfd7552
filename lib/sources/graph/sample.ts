import type { PreviewItem } from "#lib/connectors/source.ts";
import type { GraphClient } from "./client.ts";
import { type ListedItem, listedItem, listedPage } from "./facts.ts";
import { itemKey } from "./mirror.ts";
import type { Feed } from "./plan.ts";
import { type DriveItem, driveItemFields, driveItemSchema, sitePageFields, sitePageSchema } from "./wire.ts";

/**
 * The first items below a folder or of a site, from the top, without reading the whole drive as a run does.
 * @param itemId a folder, file or page; null for all
 */
export async function* sampleItems(
  client: GraphClient,
  feed: Feed,
  itemId: string | null,
): AsyncGenerator<PreviewItem> {
  if (feed.kind === "pages") yield* samplePages(client, feed, itemId);
  else yield* sampleDrive(client, feed, itemId);
}

async function* samplePages(
  client: GraphClient,
  feed: Feed,
  pageId: string | null,
): AsyncGenerator<PreviewItem> {
  const url = client.url("sites", feed.id, "pages", "microsoft.graph.sitePage");
  for await (const pages of client.pages(url, { $select: sitePageFields, $top: "50" }, sitePageSchema)) {
    for (const page of pages) {
      if (pageId !== null && page.id !== pageId) continue;
      yield previewOf(feed, listedPage(page), page.webUrl, "text/html");
    }
  }
}

async function* sampleDrive(
  client: GraphClient,
  feed: Feed,
  itemId: string | null,
): AsyncGenerator<PreviewItem> {
  const url = client.url("drives", feed.id, ...(itemId === null ? ["root"] : ["items", itemId]));
  const first = await client.json({ url, query: { $select: driveItemFields } }, driveItemSchema);
  const folders: string[] = [];
  yield* sorted([first]);
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const children = client.url("drives", feed.id, "items", folder, "children");
    const query = { $select: driveItemFields, $top: "100" };
    for await (const page of client.pages(children, query, driveItemSchema)) yield* sorted(page);
  }

  /** Folders are looked into later, the others shown. */
  function* sorted(items: readonly DriveItem[]): Generator<PreviewItem> {
    for (const item of items) {
      const listed = listedItem(item);
      if (listed?.kind === "root" || listed?.kind === "folder") folders.push(listed.id);
      else if (listed) yield previewOf(feed, listed, item.webUrl);
    }
  }
}

function previewOf(
  feed: Feed,
  { id, name, facts }: ListedItem,
  webUrl: string | null | undefined,
  mime = facts.mime,
): PreviewItem {
  const { unreadable, size } = facts;
  const shown = {
    key: itemKey(feed.id, id),
    title: name,
    link: webUrl ?? null,
    ...(mime && { mime }),
    ...(size !== undefined && { sizeBytes: size }),
  };
  return unreadable ? { ...shown, kind: "skipped", reason: unreadable } : { ...shown, kind: "content" };
}
