import type { Entry, ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { versionOf } from "./document.ts";
import { loadDriveFile } from "./load-drive-file.ts";
import { without } from "./node-of.ts";
import { createPaths } from "./paths.ts";
import { cursorOf } from "./position.ts";
import { countToRead, nodesToRead, readSteps, type StoredNode } from "./tree.ts";
import { storing, type Walk } from "./walk.ts";

const itemsAtOnce = 200;

/** Names every file of the tree, or of a run that followed changes those that may differ; each is read if it does. */
export async function* readContents(walk: Walk): AsyncGenerator<ListedPage> {
  const { at, read } = walk;
  const dueOnly = at.mode === "changes";
  const entryOf = await createEntries(walk);
  const total = await read.inWorkspace((trx) => countToRead(trx, read, dueOnly));
  read.progress({ stage: "reading files", total });
  for (;;) {
    const { after } = at;
    const page = await read.inWorkspace((trx) =>
      nodesToRead(trx, read, { after, atMost: itemsAtOnce, dueOnly }),
    );
    const entries = page.nodes.map(entryOf);
    at.after = page.last;
    if (page.last !== undefined) {
      yield storing(walk, undefined, entries);
      continue;
    }
    const isWhole = at.mode === "all" && at.complete;
    yield {
      ...storing(walk, undefined, entries),
      cursor: cursorOf(at),
      ...(isWhole && { listingComplete: true }),
    };
    return;
  }
}

/** Makes entries of nodes, with the paths as the tree has them now. */
export async function createEntries(walk: Walk): Promise<(node: StoredNode) => Entry> {
  const steps = await walk.read.inWorkspace((trx) => readSteps(trx, walk.read));
  const pathOf = createPaths(steps, walk.starts);
  return (node) => {
    const { file, problem } = node.data;
    walk.drive.learnKey(node.key, file.resourceKey);
    const entry = {
      key: node.key,
      title: file.name,
      link: file.webViewLink ?? `https://drive.google.com/open?id=${encodeURIComponent(node.key)}`,
      parentKey: node.parentKey ?? undefined,
      data: without(node, "due").data as unknown as Entry["data"],
    };
    if (problem !== undefined) {
      const load = async () => ({ kind: "skipped" as const, reason: problem });
      return { ...entry, version: `shortcut ${problem}`, load };
    }
    const place = { folder: pathOf({ ...node, above: node.data.above ?? null }) };
    const version = versionOf(file, place);
    return { ...entry, version, load: (signal) => loadDriveFile(walk, { node, place, version }, signal) };
  };
}
