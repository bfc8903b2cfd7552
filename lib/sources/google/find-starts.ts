import type { SourceItem } from "#lib/connectors/source.ts";
import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { accountName } from "./account.ts";
import type { DriveFile } from "./drive-file.ts";
import { joinFeed } from "./follow-shortcuts.ts";
import { nodeOf } from "./node-of.ts";
import { isFollowed, isHidden } from "./root.ts";
import { type Node, readNodes, saveNodes } from "./tree.ts";
import { storing, type Walk } from "./walk.ts";

const itemsAtOnce = 20;

/** Begins the tree: with the root, or with the items that were chosen of what is inside it. */
export async function* findStarts(walk: Walk): AsyncGenerator<ListedPage> {
  const { at, drive, root } = walk;
  await joinFeed(drive, at, root.file.driveId);
  at.blind ||= !(await isFollowed(drive, root.file, at.feeds));
  if (walk.itemIds.length === 0) {
    const known = await knownOf(walk, [root.file.id]);
    const node = nodeOf(walk, root.file, known.get(root.file.id), { parentKey: null });
    at.step = "list";
    yield storing(walk, (trx) => saveNodes(trx, walk.read, [node]));
    return;
  }
  while (at.starts < walk.itemIds.length) {
    const ids = walk.itemIds.slice(at.starts, at.starts + itemsAtOnce);
    const known = await knownOf(walk, ids);
    const found = await Promise.all(ids.map((id) => startOf(walk, id, known.get(id))));
    at.starts += ids.length;
    if (at.starts >= walk.itemIds.length) at.step = "list";
    const nodes = found.flatMap((one) => ("data" in one ? one : []));
    const refused = found.flatMap((one) => ("data" in one ? [] : one));
    yield storing(walk, (trx) => saveNodes(trx, walk.read, nodes), refused);
  }
}

function knownOf({ read }: Walk, ids: readonly string[]): Promise<Map<string, Node>> {
  return read.inWorkspace((trx) => readNodes(trx, read, ids));
}

async function startOf(walk: Walk, id: string, known: Node | undefined): Promise<Node | SourceItem> {
  try {
    const file = await walk.drive.file(id);
    return await startNode(walk, file, known);
  } catch (error) {
    if (!isHidden(error)) throw error;
    const who = accountName(walk.account) ?? "this account";
    return {
      key: id,
      kind: "failed",
      error: `It doesn't exist, or ${who} can't see it. Share it, or take it out of the settings.`,
    };
  }
}

/** A chosen item as a beginning of the tree, or why it is left out. */
export async function startNode(
  walk: Walk,
  file: DriveFile,
  known: Node | undefined,
): Promise<Node | SourceItem> {
  const item = { key: file.id, title: file.name, link: file.webViewLink };
  if (file.trashed) return { ...item, kind: "skipped", reason: "It is in Drive's bin." };
  const names = await walk.inside(file);
  if (!names) {
    const reason = `It isn't inside “${walk.root.file.name}”, which is what this connector reads.`;
    return { ...item, kind: "skipped", reason };
  }
  return nodeOf(walk, file, known, { parentKey: file.parents?.[0] ?? null, above: names.join("/") });
}
