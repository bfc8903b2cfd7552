import { type DriveFile, isFolder, shortcutMime } from "./drive-file.ts";
import type { Node, NodeData } from "./tree.ts";
import { isCurrent, type Walk } from "./walk.ts";

/**
 * What a file is remembered as once it was met. Its version stays that of its document, so that the two can be
 * compared when it is read.
 * @param known what was remembered of it
 */
export function nodeOf(
  walk: Walk,
  file: DriveFile,
  known: Node | undefined,
  { parentKey, above }: { parentKey: string | null; above?: string },
): Node {
  const isMet = isCurrent(walk, known);
  const isShortcut = file.mimeType === shortcutMime;
  const data: NodeData = {
    file,
    ...(above !== undefined && { above }),
    ...(walk.at.mode === "all" && { listing: walk.read.runId }),
    ...(isShortcut && shortcutState(file, isMet ? known : undefined)),
    ...(isFolder(file) && folderState(isMet ? known : undefined)),
    ...(!isShortcut && !isFolder(file) && { due: true }),
  };
  return {
    key: file.id,
    parentKey,
    name: file.name,
    isContainer: isFolder(file),
    version: known?.version ?? null,
    skipReason: known?.skipReason ?? null,
    data,
  };
}

/** A folder is listed when it is met first: what is in one that is known is told by the feeds. */
function folderState(met: Node | undefined): Pick<NodeData, "todo"> {
  const todo = met ? met.data.todo : "together";
  return todo === undefined ? {} : { todo };
}

function shortcutState(file: DriveFile, met: Node | undefined): Partial<NodeData> {
  const target = file.shortcutDetails?.targetId;
  if (target === undefined) return { target: "", problem: "The shortcut names no target.", due: true };
  const isFound = met !== undefined && met.data.target === target && !met.data.problem && !met.data.resolve;
  return isFound ? { target } : { target, resolve: true };
}

/** The same node without some of its marks. */
export function without(node: Node, ...marks: (keyof NodeData)[]): Node {
  const data = { ...node.data };
  for (const mark of marks) delete data[mark];
  return { ...node, data };
}
