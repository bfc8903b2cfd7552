import type { SourceItem } from "#lib/connectors/source.ts";
import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { ChangeList, DriveChange, DriveFile } from "./drive-file.ts";
import { startNode } from "./find-starts.ts";
import { nodeOf } from "./node-of.ts";
import { listingAll } from "./position.ts";
import { markBelowDue, type Node, nextFolders, readNodes, saveNodes, shortcutsToFollow } from "./tree.ts";
import { isCurrent, storing, type Walk } from "./walk.ts";

/**
 * Follows each change feed from where it was left to its end. A feed is about a whole drive: what isn't in the tree,
 * and doesn't join it, is passed over.
 */
export async function* followChanges(walk: Walk): AsyncGenerator<ListedPage> {
  const { at, drive, read } = walk;
  for (const [driveId, first] of Object.entries(at.feeds)) {
    if (first === null || at.followed.includes(driveId)) continue;
    for (let token: string | undefined = first; token !== undefined; ) {
      read.progress({ stage: "following changes" });
      let page: ChangeList;
      try {
        page = await drive.changes(token, driveId || undefined);
      } catch (error) {
        if (!isLostFeed(error, driveId)) throw error;
        await loseFeed(walk, driveId);
        if (walk.at.step !== "changes") return;
        break;
      }
      const met = await meet(walk, page.changes);
      token = page.nextPageToken;
      at.feeds[driveId] = page.nextPageToken ?? page.newStartPageToken ?? first;
      if (token === undefined) at.followed.push(driveId);
      yield storing(
        walk,
        async (trx) => {
          await saveNodes(trx, read, met.nodes);
          await markBelowDue(trx, read, met.renamed);
        },
        met.refused,
      );
    }
  }
  at.caughtUp = true;
  at.step = (await hasNewParts(walk)) ? "list" : "prune";
}

/** Whether a feed can't be followed from there: its token is refused, or the account left the drive. */
function isLostFeed(error: unknown, driveId: string): boolean {
  if (!(error instanceof VendorError) || error.kind !== "misconfigured") return false;
  return [400, 404, 410].includes(error.status) || (error.status === 403 && driveId !== "");
}

/** Without its feed everything is listed again; should that be so while listing, the next run lists again. */
async function loseFeed(walk: Walk, driveId: string): Promise<void> {
  const { at, drive, now } = walk;
  if (at.mode === "all") {
    at.feeds[driveId] = null;
    at.blind = true;
    return;
  }
  // The token comes first: what changes while everything is listed is told by the feed.
  const known: Record<string, string | null> = { "": await drive.startToken() };
  Object.assign(at, listingAll(at.scope, known, now()));
}

async function hasNewParts({ read }: Walk): Promise<boolean> {
  return read.inWorkspace(async (trx) => {
    const folders = await nextFolders(trx, read, 1);
    return folders.length > 0 || (await shortcutsToFollow(trx, read, 1)).length > 0;
  });
}

type Met = { nodes: Node[]; renamed: string[]; refused: SourceItem[] };

/** What a page of changes comes to. */
async function meet(walk: Walk, changes: readonly DriveChange[]): Promise<Met> {
  const { read } = walk;
  // The last word about a file counts, should a page name it twice.
  const byFile = new Map(
    changes.flatMap((change) => (change.fileId ? [[change.fileId, change] as const] : [])),
  );
  const keys = [...byFile].flatMap(([id, { file }]) => [id, ...(file?.parents ?? [])]);
  const known = await read.inWorkspace((trx) => readNodes(trx, read, keys));
  const met: Met = { nodes: [], renamed: [], refused: [] };
  for (const [id, { removed, file }] of byFile) {
    const before = known.get(id);
    if (walk.root.isSharedDrive && id === walk.root.file.id) continue;
    if (file && !file.trashed) await meetFile(walk, met, file, known);
    else if (before) {
      const gone = removed
        ? "It was deleted, or isn't shared with this account any more."
        : "It is in Drive's bin.";
      met.nodes.push({ ...before, data: { ...before.data, gone } });
      walk.at.restructured = true;
    }
  }
  return met;
}

async function meetFile(
  walk: Walk,
  met: Met,
  file: DriveFile,
  known: ReadonlyMap<string, Node>,
): Promise<void> {
  const before = known.get(file.id);
  const wasIn = isCurrent(walk, before);
  if (walk.starts.has(file.id)) {
    const node = await metStart(walk, file, before);
    if (!("data" in node)) return leave(walk, met, before, node);
    met.nodes.push(node);
    if (wasIn && isElsewhere(before, node)) met.renamed.push(file.id);
    return;
  }
  const parent = file.parents?.find((id) => isCurrent(walk, known.get(id)));
  if (!wasIn && parent === undefined) return;
  const node = nodeOf(walk, file, before, { parentKey: parent ?? file.parents?.[0] ?? null });
  met.nodes.push(node);
  if (!wasIn) return;
  if (before.parentKey !== node.parentKey || before.data.target !== node.data.target)
    walk.at.restructured = true;
  if ((node.isContainer || node.data.target !== undefined) && isElsewhere(before, node))
    met.renamed.push(file.id);
}

async function metStart(walk: Walk, file: DriveFile, before: Node | undefined): Promise<Node | SourceItem> {
  if (file.id === walk.root.file.id) return nodeOf(walk, file, before, { parentKey: null });
  return startNode(walk, file, before);
}

/** A chosen item that isn't inside the root any more. */
function leave(walk: Walk, met: Met, before: Node | undefined, refused: SourceItem): void {
  met.refused.push(refused);
  if (!before) return;
  met.nodes.push({
    ...before,
    data: { ...before.data, gone: "It was moved out of what this connector reads." },
  });
  walk.at.restructured = true;
}

/** Whether paths below it differ. */
function isElsewhere(before: Node, now: Node): boolean {
  return (
    before.name !== now.name || before.parentKey !== now.parentKey || before.data.above !== now.data.above
  );
}
