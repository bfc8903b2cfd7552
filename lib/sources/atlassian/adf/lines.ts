import { escapeLineStart } from "#lib/extract/markdown-text.ts";
import { pieceOf, type Resolve } from "./inline.ts";
import { writePieces } from "./marks.ts";
import { type AdfNode, textAttr } from "./node.ts";

export type Context = { resolve: Resolve; nesting: number };

const inlineTypes = new Set(
  "text hardBreak mention emoji date status inlineCard mediaInline inlineExtension placeholder".split(" "),
);

/** Where a run of inline nodes that begins here ends. */
export function endOfLine(nodes: readonly AdfNode[], start: number): number {
  let end = start;
  while (inlineTypes.has(nodes[end]?.type ?? "")) end++;
  return end;
}

function inline(nodes: readonly AdfNode[], { resolve }: Context): string {
  return writePieces(nodes.map((node) => pieceOf(node, resolve))).replace(/ {2,}/g, " ");
}

/** A paragraph, its lines kept; nothing when it says nothing. */
export function paragraph(nodes: readonly AdfNode[], context: Context): string[] {
  const text = inline(nodes, context)
    .replace(/\s*\n\s*/g, "\n")
    .trim();
  return text === "" ? [] : [text.split("\n").map(escapeLineStart).join("  \n")];
}

export function oneLine(nodes: readonly AdfNode[], context: Context): string {
  return inline(nodes, context).replace(/\s+/g, " ").trim();
}

/** Text as it is, for code. */
export function rawText(node: AdfNode): string {
  return node.type === "hardBreak" ? "\n" : (node.text ?? "") + node.content.map(rawText).join("");
}

/** What an expander or an extension is called. */
export function title(node: AdfNode, context: Context): string[] {
  const name = textAttr(node, "title") || textAttr(node, "text");
  const text: AdfNode = {
    type: "text",
    text: name,
    attrs: {},
    marks: [{ type: "strong", attrs: {} }],
    content: [],
  };
  return paragraph([text], context);
}
