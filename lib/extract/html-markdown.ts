import { writeTable } from "./html-table.ts";
import { type HtmlElement, type HtmlNode, isBlock, isElement } from "./html-tree.ts";
import { indented, type ListItem, listItems, quoteBlocks } from "./markdown-blocks.ts";
import { escapeLineStart, escapeText, fence, inlineCode } from "./markdown-text.ts";

export type MarkdownContext = {
  /** Elements that are left out. */
  left: ReadonlySet<HtmlElement>;
  /** The absolute address of a link or image, undefined when it leads nowhere that can be linked. */
  resolve: (href: string) => string | undefined;
};

/** Lists and quotes nested deeper are written flat, so that indenting stays linear in the page's size. */
const maxNesting = 12;

/** Writes elements as Markdown: blocks separated by an empty line, tables as GFM tables. */
export function writeMarkdown(children: readonly HtmlNode[], context: MarkdownContext): string {
  return blocksOf(children, context, 0).join("\n\n");
}

function blocksOf(children: readonly HtmlNode[], context: MarkdownContext, nesting: number): string[] {
  const blocks: string[] = [];
  let run: HtmlNode[] = [];
  const flush = () => {
    if (run.length > 0) pushText(blocks, paragraph(run, context));
    run = [];
  };
  for (const child of children) {
    if (isElement(child) && (child.hasBlock || isBlock(child.tag))) {
      flush();
      if (!context.left.has(child))
        for (const block of blocksOfElement(child, context, nesting)) blocks.push(block);
    } else run.push(child);
  }
  flush();
  return blocks;
}

function pushText(blocks: string[], text: string): void {
  if (text !== "") blocks.push(text);
}

function blocksOfElement(element: HtmlElement, context: MarkdownContext, nesting: number): string[] {
  const { tag, children } = element;
  switch (tag) {
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      return heading(Number(tag[1]), element, context);
    case "pre":
    case "listing":
    case "xmp":
      return codeBlock(element, context);
    case "blockquote":
      return nesting < maxNesting
        ? quoteBlocks(blocksOf(children, context, nesting + 1))
        : blocksOf(children, context, nesting);
    case "ul":
    case "ol":
    case "menu":
    case "dir":
      return nesting < maxNesting
        ? list(element, context, nesting + 1)
        : blocksOf(children, context, nesting);
    case "dl":
      return nesting < maxNesting
        ? definitions(element, context, nesting + 1)
        : blocksOf(children, context, nesting);
    case "table":
      return writeTable(element, {
        cell: (cell) => inlineOf(cell.children, context).replaceAll("\n", " ").trim(),
        blocks: (cell) => blocksOf(cell.children, context, nesting),
        left: context.left,
      });
    case "hr":
      return ["---"];
    case "summary":
      return blocksOf(children, context, nesting).map((text) => (text.includes("\n") ? text : `**${text}**`));
    default:
      return blocksOf(children, context, nesting);
  }
}

function paragraph(nodes: readonly HtmlNode[], context: MarkdownContext): string {
  const text = inlineOf(nodes, context)
    .replace(/ *\n */g, "\n")
    .trim();
  if (text === "") return "";
  return text.split("\n").map(escapeLineStart).join("  \n");
}

function heading(level: number, element: HtmlElement, context: MarkdownContext): string[] {
  const text = inlineOf(element.children, context, { plain: true }).replaceAll("\n", " ").trim();
  return text === "" ? [] : [`${"#".repeat(level)} ${text}`];
}

function list(element: HtmlElement, context: MarkdownContext, nesting: number): string[] {
  const ordered = element.tag === "ol";
  let number = Number.parseInt(element.attributes.start ?? "1", 10) || 1;
  const items: ListItem[] = [];
  for (const child of element.children) {
    if (!isElement(child) || context.left.has(child)) continue;
    const isItem = child.tag === "li";
    const blocks = isItem
      ? blocksOf(child.children, context, nesting)
      : blocksOfElement(child, context, nesting);
    if (blocks.length > 0) items.push({ marker: ordered ? `${number++}. ` : "- ", blocks });
  }
  return listItems(items);
}

/** A definition list as a list: the term is the item, its definitions are indented below. */
function definitions(element: HtmlElement, context: MarkdownContext, nesting: number): string[] {
  const items: string[][] = [];
  const visit = (children: readonly HtmlNode[]) => {
    for (const child of children) {
      if (!isElement(child) || context.left.has(child)) continue;
      if (child.tag === "div") visit(child.children);
      else {
        const blocks = blocksOf(child.children, context, nesting);
        const last = items[items.length - 1];
        if (child.tag !== "dd" || !last) items.push(blocks);
        else last.push(...blocks);
      }
    }
  };
  visit(element.children);
  const filled = items.filter((blocks) => blocks.length > 0);
  const loose = filled.some((blocks) => blocks.length > 1);
  const texts = filled.map((blocks) => `- ${indented(blocks.join("\n\n"), 2)}`);
  return texts.length === 0 ? [] : [texts.join(loose ? "\n\n" : "\n")];
}

function codeBlock(element: HtmlElement, context: MarkdownContext): string[] {
  const code = rawText(element.children, context)
    .replace(/^\r?\n/, "")
    .trimEnd();
  return code === "" ? [] : [fence(code, codeLanguage(element))];
}

function codeLanguage(element: HtmlElement): string {
  const inner = element.children.find(isElement);
  const names = `${element.attributes.class ?? ""} ${inner?.attributes.class ?? ""}`;
  return /(?:^|\s)(?:language|lang|highlight-source|brush:)[-\s]?([\w+#]+)/.exec(names)?.[1] ?? "";
}

const lineNumbers = /(^|[\s_-])(linenos?|line-numbers?|gutter)([\s_-]|$)/;

function rawText(children: readonly HtmlNode[], context: MarkdownContext): string {
  let text = "";
  for (const child of children) {
    if (!isElement(child)) text += child;
    else if (child.tag === "br") text += "\n";
    else if (!context.left.has(child) && !lineNumbers.test(child.attributes.class ?? "")) {
      text += rawText(child.children, context);
    }
  }
  return text;
}

type Inline = { strong?: boolean; em?: boolean; link?: boolean; plain?: boolean };

function inlineOf(nodes: readonly HtmlNode[], context: MarkdownContext, style: Inline = {}): string {
  let text = "";
  for (const node of nodes) {
    if (!isElement(node)) text += escapeText(node.replace(/[\s\u200b]+/g, " "));
    else if (!context.left.has(node)) text += inline(node, context, style);
  }
  return text.replace(/ {2,}/g, " ");
}

function inline(element: HtmlElement, context: MarkdownContext, style: Inline): string {
  const { tag, attributes, children } = element;
  switch (tag) {
    case "br":
      return "\n";
    case "img":
      return image(attributes, context, style);
    case "a":
      return link(element, context, style);
    case "strong":
    case "b":
      if (style.strong || style.plain) return inlineOf(children, context, style);
      return wrapped("**", inlineOf(children, context, { ...style, strong: true }));
    case "em":
    case "i":
    case "cite":
    case "dfn":
      if (style.em || style.plain) return inlineOf(children, context, style);
      return wrapped("*", inlineOf(children, context, { ...style, em: true }));
    case "del":
    case "s":
    case "strike":
      return wrapped("~~", inlineOf(children, context, style));
    case "code":
    case "kbd":
    case "samp":
    case "tt":
    case "pre":
      return inlineCode(rawText(children, context));
    case "q":
      return `“${inlineOf(children, context, style)}”`;
    case "math":
      return attributes.alttext ? `$${attributes.alttext}$` : inlineOf(children, context, style);
    default:
      return isBlock(tag) ? ` ${inlineOf(children, context, style)} ` : inlineOf(children, context, style);
  }
}

/** Spaces move out of the marks: `** a**` wouldn't be read as strong. */
function wrapped(mark: string, text: string): string {
  const inner = text.trim();
  if (inner === "") return text;
  const before = /^\s/.test(text) ? " " : "";
  const after = /\s$/.test(text) ? " " : "";
  return `${before}${mark}${inner}${mark}${after}`;
}

const anchorSign = /^[\s¶#§🔗\u200b]*$/u;

function link({ attributes, children }: HtmlElement, context: MarkdownContext, style: Inline): string {
  const text = inlineOf(children, context, { ...style, link: true });
  const inner = text.trim();
  if (anchorSign.test(inner)) return inner === "" ? text : "";
  const href = attributes.href ?? "";
  const target =
    style.link || style.plain || href === "" || href.startsWith("#") ? undefined : context.resolve(href);
  if (!target) return text;
  const before = /^\s/.test(text) ? " " : "";
  const after = /\s$/.test(text) ? " " : "";
  return `${before}[${inner.replaceAll("\n", " ")}](${destination(target)})${after}`;
}

function image(attributes: Record<string, string>, context: MarkdownContext, style: Inline): string {
  const alt = escapeText((attributes.alt ?? "").replace(/\s+/g, " ").trim());
  if (alt === "" || style.plain) return alt;
  const source = attributes.src ? context.resolve(attributes.src) : undefined;
  return source ? `![${alt}](${destination(source)})` : alt;
}

function destination(url: string): string {
  return url.replaceAll("(", "%28").replaceAll(")", "%29");
}
