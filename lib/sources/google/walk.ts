import type { Json, ReadContext } from "#lib/connectors/source.ts";
import type { ExtractFile } from "#lib/sources/vendor/load-file.ts";
import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import type { GoogleAccount } from "./account.ts";
import type { DriveClient } from "./drive-client.ts";
import type { DriveFile } from "./drive-file.ts";
import type { Position } from "./position.ts";
import type { DriveRoot } from "./root.ts";
import type { Node } from "./tree.ts";

/** What is read of a Drive, as slots say it. */
export type DriveScope = {
  rootId: string;
  /** Only these and what is below them; empty for everything below the root. */
  itemIds: readonly string[];
};

/** A run on its way through a Drive. Its steps change `at`, and hand it over with what they store. */
export type Walk = {
  read: ReadContext<unknown>;
  drive: DriveClient;
  account: GoogleAccount;
  root: DriveRoot;
  itemIds: readonly string[];
  /** Keys of what the tree begins with. */
  starts: ReadonlySet<string>;
  /** Names above a file from the root's down; undefined for what isn't inside the root. */
  inside: (file: DriveFile) => Promise<string[] | undefined>;
  extractFile: ExtractFile;
  now: () => Date;
  at: Position;
};

/** What a step stores, with the place to continue from as it is now. */
export function storing(
  walk: Walk,
  persist: ListedPage["persist"],
  entries: ListedPage["entries"] = [],
): ListedPage {
  return { entries, persist, checkpoint: structuredClone(walk.at) as unknown as Json };
}

/** Whether a node belongs to the tree, as far as this run knows: one that lists everything believes what it met. */
export function isCurrent(walk: Walk, node: Node | undefined): node is Node {
  if (!node || node.data.gone !== undefined) return false;
  return walk.at.mode === "changes" || node.data.listing === walk.read.runId;
}
