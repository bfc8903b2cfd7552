import type { Batch, ReadContext } from "#lib/connectors/source.ts";
import { SourceError } from "#lib/connectors/source.ts";
import type { ExtractFile } from "#lib/sources/vendor/load-file.ts";
import { politely } from "#lib/sources/vendor/polite.ts";
import { type Entry, type ListedPage, readEntries } from "#lib/sources/vendor/read-entries.ts";
import type { GoogleAccount } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import { findStarts } from "./find-starts.ts";
import { followChanges } from "./follow-changes.ts";
import { listTree } from "./list-tree.ts";
import {
  followingChanges,
  listingAll,
  type Position,
  readCursor,
  readPosition,
  scopeOf,
} from "./position.ts";
import { pruneTree } from "./prune-tree.ts";
import { createEntries, readContents } from "./read-contents.ts";
import { refreshNode } from "./refresh-node.ts";
import { binnedRoot, createInside, type DriveRoot, findRoot } from "./root.ts";
import { hasNodes, markBelowDue, markUnreachable, readNodes, retryFolders, saveNodes } from "./tree.ts";
import { type DriveScope, storing, type Walk } from "./walk.ts";

/** Requests at a time for one account, over all of its runs: far below Google's limit for a person. */
const requestsAtOnce = 8;
const filesAtOnce = 6;

export type DriveReadOptions = {
  read: ReadContext<unknown>;
  scope: DriveScope;
  drive: DriveClient;
  account: GoogleAccount;
  extractFile: ExtractFile;
  now: () => Date;
};

/**
 * Reads a Drive in steps, each of which can be continued by another worker: where the tree begins, its folders, what
 * changed meanwhile or since the last run, what went, and then the files that differ. The tree is kept in
 * `source_items`; a file's bytes are asked for only when they are others.
 */
export async function* readDrive(options: DriveReadOptions): AsyncGenerator<Batch> {
  const { read, drive, account } = options;
  const pages = read.onlyKeys ? onlyPages(options, read.onlyKeys) : allPages(options);
  const budget = { host: `Google Drive, ${account.identity}`, concurrency: requestsAtOnce };
  yield* politely(read, drive.vendor, budget, readEntries(read, pages, { atOnce: filesAtOnce }));
}

async function* allPages(options: DriveReadOptions): AsyncGenerator<ListedPage> {
  const walk = await openWalk(options);
  if (walk.root.file.trashed) {
    yield* binned(walk);
    return;
  }
  if (walk.at.step === "changes" && walk.at.mode === "changes") yield* beginAgain(walk);
  for (;;) {
    switch (walk.at.step) {
      case "starts":
        yield* findStarts(walk);
        break;
      case "list":
        yield* listTree(walk);
        break;
      case "changes":
        yield* followChanges(walk);
        break;
      case "prune":
        yield* pruneTree(walk);
        break;
      case "contents":
        yield* readContents(walk);
        return;
    }
  }
}

async function openWalk(options: DriveReadOptions): Promise<Walk> {
  const { read, scope, drive, account, extractFile, now } = options;
  const root = await findRoot(drive, account, scope.rootId);
  const { itemIds } = scope;
  const starts = new Set(itemIds.length === 0 ? [root.file.id] : itemIds);
  const inside = createInside(drive, root.file);
  const at = await positionOf(options, root);
  return { read, drive, account, root, itemIds, starts, inside, extractFile, now, at };
}

async function positionOf(
  { read, scope, drive, account, now }: DriveReadOptions,
  root: DriveRoot,
): Promise<Position> {
  const name = scopeOf([account.identity, root.file.id, scope.itemIds]);
  const begun = readPosition(read.checkpoint, name);
  if (begun) return begun;
  const cursor = readCursor(read.cursor, name, now());
  if (cursor && !(await mustRepeat(read))) return followingChanges(cursor);
  // The token comes first: what changes while everything is listed is told by the feed.
  return listingAll(name, { "": await drive.startToken() }, now());
}

/** Whether the last listing was so short that the engine wants to see it repeated. */
async function mustRepeat({ inWorkspace, workspaceId, connectorId }: ReadContext<unknown>): Promise<boolean> {
  const row = await inWorkspace((trx) =>
    trx
      .selectFrom("connectors")
      .select("listing_suspect")
      .where("workspace_id", "=", workspaceId)
      .where("id", "=", connectorId)
      .executeTakeFirst(),
  );
  return row?.listing_suspect ?? false;
}

/** Before changes are followed: the root may have another name, and folders that failed are tried again. */
async function* beginAgain(walk: Walk): AsyncGenerator<ListedPage> {
  const { read, root } = walk;
  const { id, name } = root.file;
  const known = (await read.inWorkspace((trx) => readNodes(trx, read, [id]))).get(id);
  const isRenamed = known !== undefined && known.name !== name;
  yield storing(walk, async (trx) => {
    await retryFolders(trx, read);
    if (!isRenamed) return;
    await saveNodes(trx, read, [{ ...known, name }]);
    await markBelowDue(trx, read, [id]);
  });
}

/** The root was put into the bin, and all that is in it with it: that is Drive's word, and counts as such. */
async function* binned(walk: Walk): AsyncGenerator<ListedPage> {
  const { read, root, at } = walk;
  if (await read.inWorkspace((trx) => hasNodes(trx, read))) {
    Object.assign(at, { mode: "changes", step: "prune" });
    yield storing(walk, (trx) => markUnreachable(trx, read, [], "Its folder is in Drive's bin."));
    yield* pruneTree(walk);
  }
  throw new SourceError("misconfigured", binnedRoot(root.file));
}

/** A retry of some items: each is looked at anew, and nothing else is. */
async function* onlyPages(options: DriveReadOptions, keys: readonly string[]): AsyncGenerator<ListedPage> {
  const walk = await openWalk(options);
  const known = await walk.read.inWorkspace((trx) => readNodes(trx, walk.read, keys));
  const entryOf = await createEntries(walk);
  const entries: ListedPage["entries"][number][] = [];
  for (const key of keys) {
    const node = await refreshNode(walk, key, known.get(key));
    entries.push("data" in node ? (entryOf(node) satisfies Entry) : node);
  }
  yield { entries, checkpoint: null };
}
