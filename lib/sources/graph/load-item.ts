import type { ReadContext } from "#lib/connectors/source.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import { type ExtractFile, loadFile, maxFileBytes } from "#lib/sources/vendor/load-file.ts";
import type { Entry, Loaded } from "#lib/sources/vendor/read-entries.ts";
import type { GraphClient } from "./client.ts";
import {
  type DocumentFacts,
  documentFacts,
  hasBytesOf,
  type ItemPlace,
  linkOf,
  versionOf,
} from "./document.ts";
import { pageMarkdown } from "./page-markdown.ts";
import type { Feed } from "./plan.ts";
import type { MirrorRow } from "./read-mirror.ts";
import { filledPageSchema, sitePageFields } from "./wire.ts";

export type LoadTools = { client: GraphClient; extractFile: ExtractFile };

/** An item of the mirror as an entry that can be read. */
export function entryOf(read: ReadContext<unknown>, row: MirrorRow, feed: Feed, tools: LoadTools): Entry {
  const { key, name, data } = row;
  const { facts, feed: feedId, kind, path = "", within } = data;
  const place: ItemPlace = { feedName: feed.name, feedUrl: feed.webUrl, path };
  const link = linkOf(facts, place);
  const about = documentFacts(facts, place, feed.ownerEmail);
  const itemId = key.slice(feedId.length + 1);
  return {
    key,
    title: name,
    ...(link && { link }),
    version: versionOf(facts, place),
    ...(row.parentKey && { parentKey: row.parentKey }),
    data: {
      feed: feedId,
      kind,
      facts,
      path,
      within: within ?? false,
      ...(data.listed && { listed: data.listed }),
    },
    load: async (signal) => {
      if (facts.unreadable) return { kind: "skipped", reason: facts.unreadable };
      const known = hasBytesOf(row.version, facts) ? await knownContent(read, row, about) : undefined;
      if (known) return known;
      return kind === "page"
        ? loadPage(tools.client, feedId, itemId, about)
        : loadDriveFile(tools, { ...about, name, mime: facts.mime ?? "" }, { read, feedId, itemId, signal });
    },
  };
}

/** The bytes are what they were, only their place or their people differ: nothing is downloaded. */
async function knownContent(
  read: ReadContext<unknown>,
  { key, skipReason }: MirrorRow,
  about: DocumentFacts,
): Promise<Loaded | undefined> {
  if (skipReason !== null) return { kind: "skipped", reason: skipReason };
  const row = await read.inWorkspace((trx) =>
    trx
      .selectFrom("documents")
      .select(["text", "mime", "blob_sha256", "size_bytes", "author", "language", "metadata"])
      .where("workspace_id", "=", read.workspaceId)
      .where("connector_id", "=", read.connectorId)
      .where("key_hash", "=", keyHash(key))
      .where("removed_at", "is", null)
      .executeTakeFirst(),
  );
  if (!row) return undefined;
  const {
    modified_by: _editor,
    permissions: _permissions,
    ...said
  } = row.metadata as DocumentFacts["metadata"];
  const original =
    row.blob_sha256 === null ? undefined : { sha256: row.blob_sha256, sizeBytes: Number(row.size_bytes) };
  const content = {
    ...about,
    text: row.text,
    mime: row.mime,
    author: about.author ?? row.author ?? undefined,
    language: row.language ?? undefined,
    metadata: { ...said, ...about.metadata },
    ...(original && { original }),
  };
  return { kind: "content", content };
}

/** Graph redirects to a short-lived address that needs no token and gets none. */
async function loadDriveFile(
  { client, extractFile }: LoadTools,
  facts: DocumentFacts & { name: string; mime: string },
  {
    read,
    feedId,
    itemId,
    signal,
  }: { read: ReadContext<unknown>; feedId: string; itemId: string; signal: AbortSignal },
): Promise<Loaded> {
  const url = client.url("drives", feedId, "items", itemId, "content");
  const answer = await client.open({ url, maxBytes: maxFileBytes, headers: { accept: "*/*" } });
  return loadFile(answer, facts, { blobs: read.blobs, extractFile, signal });
}

async function loadPage(
  client: GraphClient,
  siteId: string,
  pageId: string,
  about: DocumentFacts,
): Promise<Loaded> {
  const url = client.url("sites", siteId, "pages", pageId, "microsoft.graph.sitePage");
  const query = { $select: sitePageFields, $expand: "canvasLayout" };
  const page = await client.json({ url, query }, filledPageSchema);
  const text = pageMarkdown(page.canvasLayout, page.webUrl ?? "https://invalid/");
  if (text === "")
    return {
      kind: "skipped",
      reason: "No text: the page shows only pictures, or what comes from elsewhere.",
    };
  const { description, publishingState } = page;
  const metadata = {
    ...about.metadata,
    ...(description && { description }),
    ...(publishingState?.level && { publishing_state: publishingState.level }),
  };
  return { kind: "content", content: { ...about, text, mime: "text/html", metadata } };
}
