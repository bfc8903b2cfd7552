import { writeMarkdown } from "#lib/extract/html-markdown.ts";
import type { HtmlNode } from "#lib/extract/html-tree.ts";
import { emoticonText } from "./emoticons.ts";
import { html, RawMarkdown } from "./html.ts";
import { mention, writeImage, writeLink } from "./links.ts";
import { isMacro, readMacro } from "./macro.ts";
import { writeMacro } from "./macros.ts";
import { childNamed, isStorageElement, rawTextOf, type StorageElement, type StorageNode } from "./parse.ts";
import type { StorageContext, Writing } from "./writing.ts";

export type WrittenStorage = {
  /** Markdown. */
  text: string;
  /** Names of macros that show something which isn't in the page's text, so it isn't in this one. */
  unreadMacros: string[];
};

/** Writes a page's storage format as Markdown. What it mentions and takes in was looked up before. */
export function storageToMarkdown(nodes: readonly StorageNode[], context: StorageContext): WrittenStorage {
  const raw = new RawMarkdown();
  const unread = new Set<string>();
  const writing = writingOf({ context, raw, unread, within: [context.pageId], budget: { inclusions: 100 } });
  const markdown = writeMarkdown(writing.write(nodes), {
    left: new Set(),
    resolve: (href) => {
      const url = URL.parse(href, `${context.web}/`);
      return url && /^(https?|mailto):$/.test(url.protocol) ? url.href : undefined;
    },
  });
  return { text: raw.restore(markdown), unreadMacros: [...unread].filter(Boolean).sort() };
}

type Shared = Pick<Writing, "context" | "raw" | "unread" | "within" | "budget">;

function writingOf(shared: Shared): Writing {
  const writing: Writing = {
    ...shared,
    write: (nodes) => nodes.flatMap((node) => writeNode(node, writing)),
    writeIncluded: ({ pageId, spaceKey, nodes }) =>
      writingOf({
        ...shared,
        context: { ...shared.context, pageId, spaceKey },
        within: [...shared.within, pageId],
      }).write(nodes),
  };
  return writing;
}

function writeNode(node: StorageNode, writing: Writing): HtmlNode[] {
  if (!isStorageElement(node)) return [RawMarkdown.clean(node)];
  if (isMacro(node)) return writeMacro(readMacro(node), writing);
  const write = writers[node.name];
  if (write) return write(node, writing);
  const children = writing.write(node.children);
  if (!node.name.includes(":")) return [html(node.name, children, node.attributes)];
  return blocks.has(node.name) ? [html("div", children)] : children;
}

const blocks = new Set(
  "ac:layout ac:layout-section ac:layout-cell ac:rich-text-body ac:adf-content".split(" "),
);

const nothing = () => [];

const writers: Record<string, (element: StorageElement, writing: Writing) => HtmlNode[]> = {
  "ac:link": writeLink,
  "ac:image": writeImage,
  "ac:emoticon": ({ attributes }) => [emoticonText(attributes)],
  "ac:task-list": writeTasks,
  "ac:adf-extension": writeAdf,
  "ac:adf-node": writeAdf,
  "ri:user": mention,
  time: ({ attributes, children }, { write }) =>
    children.length > 0 ? write(children) : [attributes.datetime ?? ""],
  // Hints for whoever fills in a template, and what belongs to a macro or task and was read with it.
  "ac:placeholder": nothing,
  "ac:parameter": nothing,
  "ac:default-parameter": nothing,
  "ac:adf-attribute": nothing,
};

function writeTasks(list: StorageElement, { write, raw }: Writing): HtmlNode[] {
  const tasks = list.children.filter(isStorageElement).filter(({ name }) => name === "ac:task");
  const items = tasks.map((task) => {
    const isDone = rawTextOf(childNamed(task, "ac:task-status")?.children ?? []).trim() === "complete";
    return html("li", [
      raw.hide(isDone ? "[x] " : "[ ] "),
      ...write(childNamed(task, "ac:task-body")?.children ?? []),
    ]);
  });
  return [html("ul", items)];
}

const adfPanels: Record<string, string> = {
  error: "Error",
  success: "Success",
  warning: "Warning",
  note: "Note",
  info: "Info",
};

const adfTags: Record<string, string> = { "decision-list": "ul", "decision-item": "li" };

/** What the new editor keeps beside the storage format: the content itself, else what older readers are shown. */
function writeAdf(element: StorageElement, { write }: Writing): HtmlNode[] {
  const inner = element.children
    .filter(isStorageElement)
    .filter(({ name }) => name === "ac:adf-content" || name === "ac:adf-node" || name === "ac:adf-extension");
  const fallback = childNamed(element, "ac:adf-fallback");
  if (inner.length === 0 && fallback) return write(fallback.children);
  const children = write(inner.length > 0 ? inner : element.children);
  const kind = element.attributes.type;
  if (kind !== "panel") return [html(adfTags[kind ?? ""] ?? "div", children)];
  const type = element.children
    .filter(isStorageElement)
    .find(({ attributes }) => attributes.key === "panel-type" || attributes.key === "panelType");
  const name = adfPanels[rawTextOf(type?.children ?? []).trim()];
  return [html("blockquote", [...(name ? [html("p", [html("strong", [name])])] : []), ...children])];
}
