import type { HtmlNode } from "#lib/extract/html-tree.ts";
import type { RawMarkdown } from "./html.ts";
import type { StorageNode } from "./parse.ts";
import type { Inclusion, PageReference } from "./references.ts";

/** The page that is written, and what was looked up for it. */
export type StorageContext = {
  /** Where links begin: `https://acme.atlassian.net/wiki`, or a Data Center's root. */
  web: string;
  pageId: string;
  spaceKey: string | undefined;
  /** What a person is called. */
  userName: (id: string) => string | undefined;
  /** What a page takes in from another; undefined when it can't be read. */
  included: (inclusion: Inclusion, spaceKey: string | undefined) => Included | undefined;
};

/** Another page, as far as it was looked up. */
export type Included = { pageId: string; spaceKey: string | undefined; title: string; nodes: StorageNode[] };

/** What the writers of elements, links and macros share. */
export type Writing = {
  context: StorageContext;
  raw: RawMarkdown;
  /** Macros that show something which isn't in the page, and that nothing is known of. */
  unread: Set<string>;
  /** Pages that are being taken in, from the outside in: one that takes itself in is cut off. */
  within: readonly string[];
  /** How many more pages may be taken in: pages that take in pages multiply. */
  budget: { inclusions: number };
  write: (nodes: readonly StorageNode[]) => HtmlNode[];
  /** The same, as a part of another page. */
  writeIncluded: (included: Included) => HtmlNode[];
};

/** The address of a page, which Confluence, Cloud or Data Center, leads on to where the page is now. */
export function pageAddress({ web, spaceKey }: StorageContext, page: PageReference): string {
  const query = new URLSearchParams(
    "id" in page ? { pageId: page.id } : { spaceKey: page.spaceKey ?? spaceKey ?? "", title: page.title },
  );
  return `${web}/pages/viewpage.action?${query}`;
}

export function fileAddress({ web, pageId }: StorageContext, name: string): string {
  return `${web}/download/attachments/${pageId}/${encodeURIComponent(name)}`;
}
