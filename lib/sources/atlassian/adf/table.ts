import { type TableCell, writeTableCells } from "#lib/extract/markdown-table.ts";
import { inlineCode } from "#lib/extract/markdown-text.ts";
import { type Context, endOfLine, oneLine, rawText, title } from "./lines.ts";
import { type AdfNode, numberAttr, textAttr } from "./node.ts";

export function table(node: AdfNode, context: Context): string[] {
  const rows = node.content.map((row) =>
    row.content.map(
      (cell): TableCell => ({
        text: cellLine(cell.content, context),
        colspan: numberAttr(cell, "colspan"),
        rowspan: numberAttr(cell, "rowspan"),
      }),
    ),
  );
  const text = writeTableCells(rows);
  return text === "" ? [] : [text];
}

/** Blocks on one line, as far as a cell allows. */
function cellLine(nodes: readonly AdfNode[], context: Context): string {
  const parts: string[] = [];
  for (let at = 0; at < nodes.length; ) {
    const end = endOfLine(nodes, at);
    if (end > at) parts.push(oneLine(nodes.slice(at, end), context));
    const block = nodes[end];
    if (block) parts.push(blockLine(block, context));
    at = end + 1;
  }
  return parts.filter((part) => part !== "").join(" ");
}

function blockLine(node: AdfNode, context: Context): string {
  switch (node.type) {
    case "codeBlock":
      return inlineCode(rawText(node)).trim();
    case "rule":
      return "";
    case "media":
    case "blockCard":
    case "embedCard":
      return oneLine([node], context);
    case "listItem":
    case "decisionItem":
      return `• ${cellLine(node.content, context)}`;
    case "taskItem":
    case "blockTaskItem":
      return `${textAttr(node, "state") === "DONE" ? "☑" : "☐"} ${cellLine(node.content, context)}`;
    default:
      return [...title(node, context), cellLine(node.content, context)]
        .filter((part) => part !== "")
        .join(" ");
  }
}
