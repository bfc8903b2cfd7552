import { type ListItem, listItems, quoteBlocks } from "#lib/extract/markdown-blocks.ts";
import { fence } from "#lib/extract/markdown-text.ts";
import type { Resolve } from "./inline.ts";
import { type Context, endOfLine, oneLine, paragraph, rawText, title } from "./lines.ts";
import { type AdfNode, numberAttr, readAdf, textAttr } from "./node.ts";
import { table } from "./table.ts";

/** Lists and quotes nested deeper are written flat, so that indenting stays linear in the document's size. */
const maxNesting = 12;

/**
 * Writes a document of the Atlassian Document Format as Markdown. Every word stays, and so do lists, tables, code,
 * links, mentions, dates and the marks that Markdown has; colours and alignment go.
 * @param baseUrl what relative links start from
 * @returns an empty text for what isn't a document
 */
export function adfToMarkdown(value: unknown, baseUrl?: string): string {
  const doc = readAdf(value);
  if (!doc) return "";
  return blocksOf(doc.content, { resolve: resolver(baseUrl), nesting: 0 }).join("\n\n");
}

function resolver(baseUrl: string | undefined): Resolve {
  return (href) => {
    const url = href === "" ? null : URL.parse(href, baseUrl);
    return url && !/^(javascript|data|vbscript):$/.test(url.protocol) ? url.href : undefined;
  };
}

/** Blocks; a run of inline nodes between them is a paragraph. */
function blocksOf(nodes: readonly AdfNode[], context: Context): string[] {
  const blocks: string[] = [];
  for (let at = 0; at < nodes.length; ) {
    const end = endOfLine(nodes, at);
    if (end > at) blocks.push(...paragraph(nodes.slice(at, end), context));
    const block = nodes[end];
    if (block) blocks.push(...blocksOfNode(block, context));
    at = end + 1;
  }
  return blocks;
}

function blocksOfNode(node: AdfNode, context: Context): string[] {
  switch (node.type) {
    case "paragraph":
    case "caption":
      return paragraph(node.content, context);
    case "heading":
      return heading(node, context);
    case "codeBlock":
      return code(node);
    case "rule":
      return ["---"];
    case "bulletList":
    case "orderedList":
    case "taskList":
    case "decisionList":
      return nested(context) ? list(node, deeper(context)) : blocksOf(node.content, context);
    case "blockquote":
      return nested(context)
        ? quoteBlocks(blocksOf(node.content, deeper(context)))
        : blocksOf(node.content, context);
    case "panel":
      return panel(node, context);
    case "expand":
    case "nestedExpand":
      return [...title(node, context), ...blocksOf(node.content, context)];
    case "table":
      return table(node, context);
    case "media":
    case "blockCard":
    case "embedCard":
      return paragraph([node], context);
    default:
      return [...title(node, context), ...blocksOf(node.content, context)];
  }
}

const nested = ({ nesting }: Context) => nesting < maxNesting;
const deeper = (context: Context): Context => ({ ...context, nesting: context.nesting + 1 });

function heading(node: AdfNode, context: Context): string[] {
  const text = oneLine(node.content, context);
  const level = Math.min(Math.max(numberAttr(node, "level") ?? 1, 1), 6);
  return text === "" ? [] : [`${"#".repeat(level)} ${text}`];
}

function code(node: AdfNode): string[] {
  const text = rawText(node).replace(/^\n+|\s+$/g, "");
  const language = /^[\w+#.-]+/.exec(textAttr(node, "language"))?.[0] ?? "";
  return text === "" ? [] : [fence(text, language)];
}

const panelSigns: Record<string, string> = {
  info: "ℹ️",
  note: "📝",
  tip: "💡",
  success: "✅",
  warning: "⚠️",
  error: "⛔",
};

function panel(node: AdfNode, context: Context): string[] {
  const sign = panelSigns[textAttr(node, "panelType")] ?? textAttr(node, "panelIconText");
  const blocks = blocksOf(node.content, nested(context) ? deeper(context) : context);
  const [first = "", ...others] = blocks;
  const isText = /^[^\s#>|`~+-]/.test(first) && !/^(\d+\. |\* )/.test(first);
  const signed = isText && sign !== "" ? [`${sign} ${first}`, ...others] : blocks;
  return nested(context) ? quoteBlocks(signed) : signed;
}

function list(node: AdfNode, context: Context): string[] {
  let number = numberAttr(node, "order") ?? 1;
  const items: { marker: string; blocks: string[] }[] = [];
  for (const child of node.content) {
    const isItem = /(list|task|decision)item$/i.test(child.type);
    const blocks = isItem ? blocksOf(child.content, context) : blocksOfNode(child, context);
    const last = items.at(-1);
    // A task list inside a task list stands beside the task that it belongs to.
    if (!isItem && last) last.blocks.push(...blocks);
    else if (blocks.length > 0) items.push({ marker: markerOf(node, child, number), blocks });
    if (isItem) number++;
  }
  return listItems(items satisfies ListItem[]);
}

function markerOf(parent: AdfNode, item: AdfNode, number: number): string {
  if (parent.type === "orderedList") return `${number}. `;
  if (parent.type === "taskList") return textAttr(item, "state") === "DONE" ? "- [x] " : "- [ ] ";
  return parent.type === "decisionList" ? "- ⤷ " : "- ";
}
