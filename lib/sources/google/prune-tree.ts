import type { ListedPage } from "#lib/sources/vendor/read-entries.ts";
import { forgetSourceItems } from "#lib/sources/vendor/source-items.ts";
import { goneNodes, markUnreachable, type Node, unlistedNodes } from "./tree.ts";
import { storing, type Walk } from "./walk.ts";

const nodesAtOnce = 500;
const movedAway = "It was moved out of what this connector reads, or its folder was removed.";

/**
 * Lets go of what isn't part of the tree any more. What the feeds told, and what can't be reached without it, is gone
 * for sure; what a listing of everything didn't meet is only forgotten: that is for the engine to judge, when the
 * listing was complete.
 */
export async function* pruneTree(walk: Walk): AsyncGenerator<ListedPage> {
  const { at, read } = walk;
  if (at.restructured) {
    at.restructured = false;
    yield storing(walk, (trx) => markUnreachable(trx, read, [...walk.starts], movedAway));
  }
  for (;;) {
    const nodes = await read.inWorkspace((trx) => goneNodes(trx, read, nodesAtOnce));
    if (nodes.length === 0) break;
    const gone = nodes.filter(isItem).map((node) => ({
      key: node.key,
      title: node.name ?? node.key,
      link: node.data.file.webViewLink,
      kind: "gone" as const,
      reason: node.data.gone ?? movedAway,
    }));
    yield storing(walk, (trx) => forgetSourceItems(trx, read, keysOf(nodes)), gone);
  }
  while (at.mode === "all" && at.complete) {
    const nodes = await read.inWorkspace((trx) => unlistedNodes(trx, read, read.runId, nodesAtOnce));
    if (nodes.length === 0) break;
    yield storing(walk, (trx) => forgetSourceItems(trx, read, keysOf(nodes)));
  }
  at.step = "contents";
}

function isItem({ isContainer, data }: Node): boolean {
  return !isContainer && data.target === undefined;
}

function keysOf(nodes: readonly Node[]): string[] {
  return nodes.map(({ key }) => key);
}
