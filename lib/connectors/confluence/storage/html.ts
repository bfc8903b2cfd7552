import { type HtmlElement, type HtmlNode, isBlock, isElement } from "#lib/extract/html-tree.ts";

/** An element as the Markdown writer takes it. */
export function html(
  tag: string,
  children: readonly HtmlNode[],
  attributes: Record<string, string> = {},
): HtmlElement {
  return {
    tag,
    attributes,
    children: [...children],
    textLength: 0,
    linkLength: 0,
    links: 0,
    start: 0,
    end: 0,
    hasBlock: children.some((child) => isElement(child) && (child.hasBlock || isBlock(child.tag))),
  };
}

const [opening, closing] = ["\ue000", "\ue001"];
const placeholder = new RegExp(`${opening}(\\d+)${closing}`, "g");
const placeholderSigns = new RegExp(`[${opening}${closing}]`, "g");

/** Text that is Markdown already: it passes the writer behind a sign that nothing else uses, and isn't escaped. */
export class RawMarkdown {
  readonly #texts: string[] = [];

  /** What stands for the text until `restore`. */
  hide(text: string): string {
    this.#texts.push(text);
    return `${opening}${this.#texts.length - 1}${closing}`;
  }

  restore(markdown: string): string {
    return markdown.replace(placeholder, (_, at) => this.#texts[Number(at)] ?? "");
  }

  static clean(text: string): string {
    return text.replace(placeholderSigns, "");
  }
}
