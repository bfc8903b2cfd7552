import type { PreviewItem } from "#lib/connectors/source.ts";
import type { GraphClient } from "./client.ts";
import { type ItemPlace, linkOf } from "./document.ts";
import { type ListedItem, listedItem, listedPage } from "./facts.ts";
import { itemKey } from "./mirror.ts";
import type { Feed } from "./plan.ts";
import { driveItemFields, driveItemSchema, sitePageFields, sitePageSchema } from "./wire.ts";

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
      if (pageId === null || page.id === pageId) yield previewOf(feed, listedPage(page), "", "text/html");
    }
  }
}

async function* sampleDrive(
  client: GraphClient,
  feed: Feed,
  itemId: string | null,
): AsyncGenerator<PreviewItem> {
  const start = itemId === null ? ["root"] : ["items", itemId];
  const url = client.url("drives", feed.id, ...start);
  const first = listedItem(await client.json({ url, query: { $select: driveItemFields } }, driveItemSchema));
  if (!first) return;
  const isFolder = first.kind === "root" || first.kind === "folder";
  if (!isFolder) {
    yield previewOf(feed, first, `/${first.name}`);
    return;
  }
  const folders = [{ id: first.id, path: first.kind === "root" ? "" : `/${first.name}` }];
  for (let folder = folders.shift(); folder; folder = folders.shift()) {
    const children = client.url("drives", feed.id, "items", folder.id, "children");
    for await (const page of client.pages(
      children,
      { $select: driveItemFields, $top: "100" },
      driveItemSchema,
    )) {
      for (const item of page.flatMap((one) => listedItem(one) ?? [])) {
        const path = `${folder.path}/${item.name}`;
        if (item.kind === "folder") folders.push({ id: item.id, path });
        else yield previewOf(feed, item, path);
      }
    }
  }
}

function previewOf(feed: Feed, item: ListedItem, path: string, mime = item.facts.mime): PreviewItem {
  const place: ItemPlace = { feedName: feed.name, feedUrl: feed.webUrl, path };
  const { unreadable, size } = item.facts;
  const shown = {
    key: itemKey(feed.id, item.id),
    title: item.name,
    // Below a folder given by its address the way from the library's root isn't known, and isn't asked for here.
    link: item.facts.webUrl ?? linkOf(item.facts, place) ?? null,
    ...(mime && { mime }),
    ...(size !== undefined && { sizeBytes: size }),
  };
  return unreadable ? { ...shown, kind: "skipped", reason: unreadable } : { ...shown, kind: "content" };
}
