import { escapeText, inlineCode } from "#lib/extract/markdown-text.ts";
import type { Marks, Piece } from "./marks.ts";
import { type AdfNode, recordOf, textAttr } from "./node.ts";

/** The absolute address of a link, undefined when it can't be linked. */
export type Resolve = (href: string) => string | undefined;

/** A node that runs in a line as a piece of text; a line break is a line feed. */
export function pieceOf(node: AdfNode, resolve: Resolve): Piece {
  const marks = marksOf(node, resolve);
  switch (node.type) {
    case "text":
      return textPiece(node, marks);
    case "hardBreak":
      return { text: "\n", marks: {} };
    case "mention":
      return { text: escaped(mentionOf(node)), marks };
    case "emoji":
      return { text: escaped(textAttr(node, "text") || textAttr(node, "shortName")), marks };
    case "date":
      return { text: dateOf(node), marks };
    case "status":
      return { text: escaped(textAttr(node, "text")), marks: { ...marks, strong: true } };
    case "inlineCard":
    case "blockCard":
    case "embedCard":
      return cardPiece(node, resolve);
    case "media":
    case "mediaInline":
      return mediaPiece(node, marks, resolve);
    default:
      return { text: escaped(textAttr(node, "text") || (node.text ?? "")), marks };
  }
}

function textPiece(node: AdfNode, marks: Marks): Piece {
  const isCode = node.marks.some(({ type }) => type === "code");
  if (isCode) return { text: inlineCode(node.text ?? ""), marks };
  const isRaised = node.marks.some(({ type, attrs }) => type === "subsup" && attrs.type === "sup");
  const text = escaped(node.text ?? "");
  // 10⁶ isn't 106.
  return { text: isRaised && text.trim() !== "" ? `^${text}` : text, marks };
}

function marksOf(node: AdfNode, resolve: Resolve): Marks {
  const marks: Marks = {};
  for (const mark of node.marks) {
    if (mark.type === "strong" || mark.type === "em" || mark.type === "strike") marks[mark.type] = true;
    if (mark.type !== "link") continue;
    const href = resolve(textAttr(mark, "href"));
    if (href !== undefined) marks.link = href;
  }
  return marks;
}

/** Escapes also what may become a delimiter beside the next piece, and what readers take for a link inside a link. */
function escaped(text: string): string {
  const inner = escapeText(text.replace(/[^\S\n]+/g, " "))
    .replace(/&(?=#?\w+;)/g, "\\&")
    .replaceAll("\\](", "\\]\\(");
  const apart = /~.*~/s.test(inner) ? inner.replace(/\\?~/g, "\\~") : inner;
  const end = text.endsWith("\\") ? "\\" : "";
  return apart.replace(/(?<!\\)([*_~])$|^([*_~])/g, "\\$1$2") + end;
}

function mentionOf(node: AdfNode): string {
  const name = textAttr(node, "text") || textAttr(node, "id");
  return name === "" || name.startsWith("@") ? name : `@${name}`;
}

function dateOf({ attrs }: AdfNode): string {
  const instant = new Date(Number(attrs.timestamp));
  return Number.isNaN(instant.getTime()) ? "" : instant.toISOString().slice(0, 10);
}

/** A card shows a page by its address; some carry what it says of itself (JSON-LD). */
function cardPiece(node: AdfNode, resolve: Resolve): Piece {
  const data = recordOf(node.attrs.data);
  const url = textAttr(node, "url") || textAttr({ attrs: data }, "url");
  const name = textAttr({ attrs: data }, "name");
  const href = resolve(url);
  if (href === undefined) return { text: escaped(name || url), marks: {} };
  return name === "" ? { text: `<${href}>`, marks: {} } : { text: escaped(name), marks: { link: href } };
}

/** A file by its alternative text, which is its name as a rule; its bytes are an attachment. */
function mediaPiece(node: AdfNode, marks: Marks, resolve: Resolve): Piece {
  const alt = escaped(textAttr(node, "alt").replace(/\s+/g, " ").trim());
  const source = textAttr(node, "type") === "external" ? resolve(textAttr(node, "url")) : undefined;
  if (source === undefined || marks.link !== undefined) return { text: alt, marks };
  return alt === "" ? { text: `<${source}>`, marks } : { text: alt, marks: { ...marks, link: source } };
}
