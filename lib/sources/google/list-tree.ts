import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { FileList } from "./drive-file.ts";
import { followShortcuts } from "./follow-shortcuts.ts";
import { nodeOf, without } from "./node-of.ts";
import type { FolderGroup } from "./position.ts";
import { isHidden } from "./root.ts";
import { type Node, nextFolders, readNodes, saveNodes, shortcutsToFollow } from "./tree.ts";
import { storing, type Walk } from "./walk.ts";

/** Folders listed with one request. Longer queries are refused. */
const foldersAtOnce = 40;
const shortcutsAtOnce = 50;

/** Lists folders whose children aren't known, and follows shortcuts that weren't followed, until there are none. */
export async function* listTree(walk: Walk): AsyncGenerator<ListedPage> {
  const { at, read } = walk;
  for (let listed = 0; ; ) {
    at.group ??= await nextGroup(walk);
    if (at.group) {
      for await (const page of listGroup(walk, at.group)) yield page;
      listed += 1;
      read.progress({ stage: "listing folders", current: `${listed} requests` });
      continue;
    }
    const shortcuts = await read.inWorkspace((trx) => shortcutsToFollow(trx, read, shortcutsAtOnce));
    if (shortcuts.length === 0) break;
    yield await followShortcuts(walk, shortcuts);
  }
  at.step = at.caughtUp ? "prune" : "changes";
}

async function nextGroup({ read }: Walk): Promise<FolderGroup | undefined> {
  const folders = await read.inWorkspace((trx) => nextFolders(trx, read, foldersAtOnce));
  return folders.length === 0
    ? undefined
    : { ids: folders.map(({ key }) => key), filled: [], hasStrays: false };
}

async function* listGroup(walk: Walk, group: FolderGroup): AsyncGenerator<ListedPage> {
  const { at, drive, read } = walk;
  const folders = await read.inWorkspace((trx) => readNodes(trx, read, group.ids));
  const driveId = folders.get(group.ids[0] ?? "")?.data.file.driveId;
  for (;;) {
    let list: FileList;
    try {
      const member = driveId !== undefined && typeof at.feeds[driveId] === "string" ? driveId : undefined;
      list = await drive.children({ parents: group.ids, driveId: member, pageToken: group.pageToken });
    } catch (error) {
      if (!(error instanceof VendorError) || error.kind !== "misconfigured") throw error;
      const isTokenRefused = group.pageToken !== undefined && error.status === 400;
      if (isTokenRefused) {
        // Tokens of listings hold for some hours only: the folders are listed from their beginning.
        delete group.pageToken;
        continue;
      }
      yield await notListed(walk, [...folders.values()], error);
      return;
    }
    yield await pageOf(walk, group, folders, list);
    if (list.nextPageToken === undefined) return;
  }
}

/** Stores a page's children; with the last page the folders are done, but for those that are listed again alone. */
async function pageOf(
  walk: Walk,
  group: FolderGroup,
  folders: ReadonlyMap<string, Node>,
  list: FileList,
): Promise<ListedPage> {
  const { at, read } = walk;
  if (list.incompleteSearch) at.complete = false;
  const known = await read.inWorkspace((trx) =>
    readNodes(
      trx,
      read,
      list.files.map(({ id }) => id),
    ),
  );
  const filled = new Set(group.filled);
  const nodes: Node[] = [];
  for (const file of list.files) {
    const parent =
      file.parents?.find((id) => folders.has(id)) ?? (group.ids.length === 1 ? group.ids[0] : undefined);
    if (parent === undefined) group.hasStrays = true;
    else if (!walk.starts.has(file.id)) {
      nodes.push(nodeOf(walk, file, known.get(file.id), { parentKey: parent }));
    }
    if (parent !== undefined) filled.add(parent);
  }
  group.filled = [...filled];
  group.pageToken = list.nextPageToken;
  if (list.nextPageToken === undefined) {
    delete at.group;
    nodes.push(...listedFolders(walk, group, folders));
  }
  return storing(walk, (trx) => saveNodes(trx, read, nodes));
}

/**
 * “(A in parents) or (B in parents)” may answer nothing where each alone would answer something (Google's issue
 * 149522397): folders that such a listing left empty are listed once more, alone.
 */
function listedFolders(walk: Walk, group: FolderGroup, folders: ReadonlyMap<string, Node>): Node[] {
  const filled = new Set(group.filled);
  return [...folders.values()].map((folder) => {
    const isTrusted = group.ids.length === 1 || (filled.has(folder.key) && !group.hasStrays);
    const listing = walk.at.mode === "all" ? { listing: walk.read.runId } : {};
    const data = isTrusted ? without(folder, "todo").data : { ...folder.data, todo: "alone" as const };
    return { ...folder, data: { ...data, ...listing } };
  });
}

/** A folder that can't be listed is never an empty one: it is gone for sure, or what is known of it stays. */
async function notListed(walk: Walk, folders: readonly Node[], error: VendorError): Promise<ListedPage> {
  const { at, drive, read } = walk;
  delete at.group;
  const [folder] = folders;
  if (!folder || folders.length > 1) {
    const alone = folders.map((one): Node => ({ ...one, data: { ...one.data, todo: "alone" } }));
    return storing(walk, (trx) => saveNodes(trx, read, alone));
  }
  const now = await drive.file(folder.key).catch((hidden: unknown) => {
    if (isHidden(hidden)) return undefined;
    throw hidden;
  });
  if (!now || now.trashed) {
    at.restructured = true;
    const gone: Node = {
      ...without(folder, "todo"),
      data: { ...folder.data, gone: "Its folder was removed." },
    };
    return storing(walk, (trx) => saveNodes(trx, read, [gone]));
  }
  at.complete = false;
  const failed: Node = { ...folder, data: { ...folder.data, todo: "failed" } };
  const item = {
    key: folder.key,
    title: now.name,
    link: now.webViewLink,
    kind: "failed" as const,
    error: `This folder can't be listed, so what is in it stays as it was: ${error.message}`,
  };
  return storing(walk, (trx) => saveNodes(trx, read, [failed]), [item]);
}
