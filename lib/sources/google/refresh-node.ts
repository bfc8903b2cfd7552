import type { SourceItem } from "#lib/connectors/source.ts";
import { isFolder, shortcutMime } from "./drive-file.ts";
import { startNode } from "./find-starts.ts";
import { isHidden } from "./root.ts";
import type { StoredNode } from "./tree.ts";
import type { Walk } from "./walk.ts";

/** A node as it is now at Google, or what there is to say of it instead. */
export async function refreshNode(
  walk: Walk,
  key: string,
  known: StoredNode | undefined,
): Promise<StoredNode | SourceItem> {
  try {
    const file = await walk.drive.file(key);
    const item = { key, title: file.name, link: file.webViewLink };
    if (file.trashed) return { ...item, kind: "gone", reason: "It is in Drive's bin." };
    if (isFolder(file) || file.mimeType === shortcutMime) {
      return { ...item, kind: "skipped", reason: "The next run of the whole connector follows it." };
    }
    if (known) return { ...known, name: file.name, data: { ...known.data, file } };
    const node = await startNode(walk, file, undefined);
    return "data" in node ? { ...node, isStored: false } : node;
  } catch (error) {
    if (!isHidden(error)) throw error;
    return { key, kind: "failed", error: "It doesn't exist, or isn't shared with this account." };
  }
}
