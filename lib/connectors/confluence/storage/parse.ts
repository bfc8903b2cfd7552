import { Parser } from "htmlparser2";

export type StorageElement = {
  /** With its prefix, in lower case: `ac:link`. */
  name: string;
  attributes: Record<string, string>;
  children: StorageNode[];
};

/** Text, or an element. */
export type StorageNode = string | StorageElement;

/** Deeper elements are hung in flat, so that recursion over the tree stays bounded. */
const maxDepth = 200;
const maxElements = 400_000;
/** A page nested deeper than this is hostile: the parser searches its open elements at each closing tag. */
const maxOpen = 2000;
const pieceLength = 65_536;

export function isStorageElement(node: StorageNode): node is StorageElement {
  return typeof node !== "string";
}

/**
 * Reads Confluence's storage format: XML in form, with the entities of HTML, CDATA for code, and elements of its own
 * (confluence.atlassian.com/doc/confluence-storage-format-790796544.html).
 */
export function parseStorage(xml: string): StorageNode[] {
  const root: StorageElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  let [flat, count, openInAll] = [0, 0, 0];
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        openInAll++;
        if (open.length >= maxDepth || ++count > maxElements) {
          flat++;
          return;
        }
        const element = { name, attributes, children: [] };
        open.at(-1)?.children.push(element);
        open.push(element);
      },
      onclosetag() {
        openInAll--;
        if (flat > 0) flat--;
        else if (open.length > 1) open.pop();
      },
      ontext: (text) => addText(open.at(-1) ?? root, text),
    },
    { recognizeCDATA: true, recognizeSelfClosing: true },
  );
  for (let at = 0; at < xml.length && openInAll <= maxOpen; at += pieceLength) {
    parser.write(xml.slice(at, at + pieceLength));
  }
  parser.end();
  return root.children;
}

function addText({ children }: StorageElement, text: string): void {
  const before = children.at(-1);
  if (typeof before === "string") children[children.length - 1] = before + text;
  else children.push(text);
}

/** The first element of a name right below. */
export function childNamed(element: StorageElement, name: string): StorageElement | undefined {
  return element.children.filter(isStorageElement).find((child) => child.name === name);
}

/** All text below, as it is written. */
export function rawTextOf(nodes: readonly StorageNode[]): string {
  return nodes.map((node) => (isStorageElement(node) ? rawTextOf(node.children) : node)).join("");
}

/** Everything below, in document order. */
export function* elementsIn(nodes: readonly StorageNode[]): Generator<StorageElement> {
  for (const node of nodes) {
    if (!isStorageElement(node)) continue;
    yield node;
    yield* elementsIn(node.children);
  }
}
