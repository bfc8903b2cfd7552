import { Marked, type Token } from "marked";
import { scrollable } from "./scrollable.ts";

/** What stands under one heading, as words to search. */
export type DocsSection = { id: string; title: string; depth: number; text: string };

/** Where a page of the documentation is. */
export function docsPath(name: string): string {
  return name === "index" ? "/docs" : `/docs/${name}`;
}

/**
 * Our own files, so their HTML is trusted; headings get anchors, links between files become links between pages, and
 * what scrolls sideways can be reached by keyboard.
 * @param name the file below docs/, without its ending
 */
export function renderDocs(markdown: string, name: string): { html: string; sections: DocsSection[] } {
  const base = new URL(`http://docs/docs/${name}`);
  const marked = new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>`;
      },
      link({ href, tokens }) {
        return `<a href="${pageLink(href, base)}">${this.parser.parseInline(tokens)}</a>`;
      },
    },
  });
  const tokens = marked.lexer(markdown);
  return { html: scrollable(marked.parser(tokens)), sections: sectionsOf(tokens) };
}

function sectionsOf(tokens: Token[]): DocsSection[] {
  const sections: DocsSection[] = [];
  for (const token of tokens) {
    if (token.type === "heading") {
      sections.push({ id: anchorOf(token.text), title: plain(token.text), depth: token.depth, text: "" });
      continue;
    }
    const last = sections.at(-1);
    if (last) last.text = `${last.text} ${plain(token.raw)}`.trim();
  }
  return sections;
}

function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-|-$/g, "");
}

/** Markdown as words. */
function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/(^|\s)[-:|#>*]+(?=\s|$)/g, " ")
    .replace(/[`*|]/g, "")
    .replace(/\s+/g, " ")
    .trim();
}

function pageLink(href: string, base: URL): string {
  if (!/^[^:]+\.md(#.*)?$/.test(href)) return href;
  const { pathname, hash } = new URL(href, base);
  return `${pathname.replace(/(\/index)?\.md$/, "")}${hash}`;
}
