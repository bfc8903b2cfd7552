import { Marked } from "marked";
import { scrollable } from "#lib/docs/scrollable.ts";

const marked = new Marked({
  gfm: true,
  renderer: {
    // What a source wrote is words, never markup of ours.
    html: ({ text }) => escaped(text),
    // The page has its own h1, and sections below.
    heading({ tokens, depth }) {
      const level = Math.min(depth + 2, 6);
      return `<h${level}>${this.parser.parseInline(tokens)}</h${level}>`;
    },
    link({ href, tokens }) {
      const words = this.parser.parseInline(tokens);
      return isWeb(href)
        ? `<a href="${escaped(href)}" rel="noopener noreferrer nofollow">${words}</a>`
        : words;
    },
    // Loading one would tell its server who reads.
    image: ({ text }) => escaped(text),
    checkbox: ({ checked }) => (checked ? "☑ " : "☐ "),
  },
});

/** A source's Markdown as HTML that can neither run nor load anything. */
export function safeHtml(markdown: string): string {
  return scrollable(marked.parse(markdown, { async: false }));
}

function isWeb(href: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(href);
}

function escaped(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}
