import { writeMarkdown } from "#lib/extract/html-markdown.ts";
import { parseHtmlTree } from "#lib/extract/html-tree.ts";
import type { Canvas, WebPart } from "./wire.ts";

/**
 * A site page's text as Markdown: its sections from the top, their columns from the left, the column at the side last.
 * Of a web part that isn't text, what it shows is known as far as Microsoft lets search engines see it.
 * @param url the page's own address, which relative links start from
 */
export function pageMarkdown(canvas: Canvas | null | undefined, url: string): string {
  const columns = (canvas?.horizontalSections ?? []).flatMap(({ columns }) => columns ?? []);
  const parts = [...columns, ...(canvas?.verticalSection ? [canvas.verticalSection] : [])].flatMap(
    ({ webparts }) => webparts ?? [],
  );
  return parts
    .map((part) => partMarkdown(part, url))
    .filter(Boolean)
    .join("\n\n");
}

function partMarkdown({ innerHtml, data }: WebPart, url: string): string {
  if (innerHtml) return htmlMarkdown(innerHtml, url);
  const { htmlStrings, searchablePlainTexts, links } = data?.serverProcessedContent ?? {};
  const titles = (searchablePlainTexts ?? []).flatMap(({ value }) => value?.trim() || []);
  const html = (htmlStrings ?? []).flatMap(({ value }) => (value ? htmlMarkdown(value, url) : []));
  const targets = (links ?? []).flatMap(({ value }) => (value ? (linkIn(value, url) ?? []) : []));
  return [...titles, ...html, ...targets.map((href) => `<${href}>`)].filter(Boolean).join("\n\n");
}

/** All of it: what an author wrote into a part isn't a page's frame, however many links it holds. */
function htmlMarkdown(html: string, url: string): string {
  return writeMarkdown(parseHtmlTree(html).root.children, {
    left: new Set(),
    resolve: (href) => linkIn(href, url),
  });
}

function linkIn(href: string, url: string): string | undefined {
  const link = URL.parse(href, url);
  return link && /^(https?|mailto):$/.test(link.protocol) ? link.href : undefined;
}
