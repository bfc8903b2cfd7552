import { Parser } from "htmlparser2";

export type HtmlElement = {
  tag: string;
  attributes: Record<string, string>;
  children: HtmlNode[];
  /** Characters of text below, without the spaces around; and those of them that are in links. */
  textLength: number;
  linkLength: number;
  links: number;
  /** Place in the document at which the element opens and closes. */
  start: number;
  end: number;
  /** Whether something below begins a block of its own. */
  hasBlock: boolean;
};

export type HtmlNode = HtmlElement | string;

export type HtmlTree = {
  /** Everything that can be shown. */
  root: HtmlElement;
  /** `lang` of the html element. */
  lang: string | undefined;
  title: string | undefined;
  /** `<base href>`. */
  base: string | undefined;
  metas: Record<string, string>[];
  links: Record<string, string>[];
  jsonLd: string[];
  /** Whether the page had more elements than are kept. */
  truncated: boolean;
};

/** Elements that have no text of the page, whatever is in them. */
const dropped = new Set(
  (
    "script style noscript template svg iframe object embed canvas audio video map select datalist textarea " +
    "button input progress meter dialog frameset"
  ).split(" "),
);

const inlineTags = new Set(
  (
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img ins kbd label mark math nobr output q rp rt " +
    "ruby s samp small span strike strong sub sup time tt u var wbr"
  ).split(" "),
);

/** Deeper elements are hung in flat: nobody means them, and recursion over the tree stays bounded. */
const maxDepth = 200;
const maxNodes = 400_000;
/** A page nested deeper than this is hostile: the parser searches its open elements at each closing tag. */
const maxOpen = 2000;
const pieceLength = 65_536;

export function isBlock(tag: string): boolean {
  return !inlineTags.has(tag);
}

export function isElement(node: HtmlNode): node is HtmlElement {
  return typeof node !== "string";
}

function element(tag: string, attributes: Record<string, string>, start: number): HtmlElement {
  return {
    tag,
    attributes,
    children: [],
    textLength: 0,
    linkLength: 0,
    links: 0,
    start,
    end: start,
    hasBlock: false,
  };
}

/** Reads HTML, however broken, into a slim tree, with what the head says beside it. Scripts and controls are left out. */
export function parseHtmlTree(html: string): HtmlTree {
  const builder = new TreeBuilder();
  const parser = new Parser(builder, { decodeEntities: true });
  for (let at = 0; at < html.length && !builder.isHostile; at += pieceLength) {
    parser.write(html.slice(at, at + pieceLength));
  }
  parser.end();
  return builder.tree;
}

class TreeBuilder {
  readonly tree: HtmlTree;
  private readonly open: HtmlElement[];
  /** Depth below maxDepth, and depth inside a dropped element. */
  private tooDeep = 0;
  private hidden = 0;
  private count = 0;
  private openInAll = 0;
  isHostile = false;
  private capture: "title" | "jsonLd" | undefined;

  constructor() {
    const root = element("body", {}, 0);
    this.open = [root];
    this.tree = {
      root,
      lang: undefined,
      title: undefined,
      base: undefined,
      metas: [],
      links: [],
      jsonLd: [],
      truncated: false,
    };
  }

  private get current(): HtmlElement {
    return this.open[this.open.length - 1] ?? this.tree.root;
  }

  onopentag(tag: string, attributes: Record<string, string>): void {
    this.count++;
    this.openInAll++;
    if (this.openInAll > maxOpen) {
      this.isHostile = true;
      this.tree.truncated = true;
    }
    if (this.hidden > 0 || dropped.has(tag)) {
      this.hidden++;
      if (tag === "iframe") this.frame(attributes);
      if (tag === "script" && attributes.type?.toLowerCase() === "application/ld+json") {
        this.capture = "jsonLd";
        this.tree.jsonLd.push("");
      }
    } else if (!this.readHead(tag, attributes)) this.push(tag, attributes);
  }

  /** Head elements are noted and don't enter the tree. @returns whether it was one */
  private readHead(tag: string, attributes: Record<string, string>): boolean {
    if (tag === "html") this.tree.lang ??= attributes.lang ?? attributes["xml:lang"];
    else if (tag === "title") this.capture = this.tree.title === undefined ? "title" : undefined;
    else if (tag === "base") this.tree.base ??= attributes.href;
    else if (tag === "meta") this.tree.metas.push(attributes);
    else if (tag === "link") this.tree.links.push(attributes);
    else if (tag === "frame") this.frame(attributes);
    else return tag === "head" || tag === "body";
    return true;
  }

  /** The content of a frame is a page of its own. */
  private frame(attributes: Record<string, string>): void {
    if (attributes.src) this.tree.links.push({ rel: "frame", href: attributes.src });
  }

  private push(tag: string, attributes: Record<string, string>): void {
    if (this.count > maxNodes) this.tree.truncated = true;
    if (this.tree.truncated || this.open.length >= maxDepth) {
      this.tooDeep++;
      return;
    }
    const added = element(tag, attributes, this.count);
    this.current.children.push(added);
    this.open.push(added);
  }

  onclosetag(tag: string): void {
    this.openInAll--;
    if (this.hidden > 0) {
      this.hidden--;
      if (this.capture === "jsonLd") this.capture = undefined;
    } else if (tag === "title") this.capture = undefined;
    else if (headTags.has(tag)) return;
    else if (this.tooDeep > 0) this.tooDeep--;
    else this.pop();
  }

  private pop(): void {
    if (this.open.length === 1) return;
    const closed = this.open.pop();
    if (!closed) return;
    const parent = this.current;
    const isLink = closed.tag === "a" && closed.attributes.href !== undefined;
    closed.end = this.count;
    parent.textLength += closed.textLength;
    parent.linkLength += isLink ? closed.textLength : closed.linkLength;
    parent.links += isLink ? 1 : closed.links;
    parent.hasBlock ||= closed.hasBlock || isBlock(closed.tag);
  }

  ontext(data: string): void {
    if (this.capture === "jsonLd") this.tree.jsonLd.push((this.tree.jsonLd.pop() ?? "") + data);
    else if (this.capture === "title") this.tree.title = (this.tree.title ?? "") + data;
    else if (this.hidden === 0 && !this.tree.truncated) this.addText(data);
  }

  private addText(data: string): void {
    const { children } = this.current;
    const last = children.length - 1;
    const before = children[last];
    if (typeof before === "string") children[last] = before + data;
    else children.push(data);
    this.current.textLength += data.trim().length;
  }

  onend(): void {
    while (this.open.length > 1) this.pop();
    this.tree.root.end = this.count;
  }
}

const headTags = new Set("html head body base meta link frame".split(" "));
