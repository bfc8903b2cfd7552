import type { FetchResponse } from "#lib/net/fetch.ts";
import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";

export type Space = { id: string; key: string; name: string; homepageId?: string };

/** A page or a blog post, without its body. */
export type Content = {
  id: string;
  type: "page" | "blogpost";
  title: string;
  spaceId: string;
  /** What it hangs below: a page, a folder, a whiteboard … */
  parent: ContentRef | null;
  /** Counts up with each change of text or title; not with comments, files or a move. */
  version: number;
  createdAt: Date | undefined;
  modifiedAt: Date | undefined;
  /** Ids of people. */
  authorId: string | undefined;
  ownerId: string | undefined;
  link: string;
};

export type ContentRef = { id: string; type: string };

/** Where something stands: its space, and what is above it, from the top. */
export type Place = { space: Space | undefined; above: string[]; aboveIds: string[] };

/** What holds other pages, or something that holds no text which can be read. */
export type OtherContent = { id: string; type: string; title: string };

export type Body = {
  /** `view` is HTML, of a page whose storage format Confluence couldn't give. */
  format: "storage" | "view";
  value: string;
  /** As it was when the body was read. */
  content: Content;
};

/** Who alone may view a page, among those who may view what is above it; nobody named: all of them. */
export type Restriction = {
  users: { id: string; name: string; email: string | null }[];
  groups: string[];
};

export type Person = { name: string; email: string | undefined };

/** A part of a listing; `next` is where the following one begins, null at the end. */
export type Part<T> = { results: T[]; next: string | null };

/** A file of a page, or a comment, as a search finds them. */
export type Attached = {
  id: string;
  type: "attachment" | "comment";
  title: string;
  /** The page or post that it belongs to. */
  ownerId: string;
  version: number;
  modifiedAt: Date | undefined;
  authorId: string | undefined;
  mediaType: string | undefined;
  sizeBytes: number | undefined;
  link: string;
  /** Where its bytes are: a path of the API. */
  download: string;
};

export type Comment = {
  id: string;
  /** In storage format. */
  body: string;
  authorId: string | undefined;
  createdAt: Date | undefined;
  /** The words of the page that it is about. */
  about: string | undefined;
  isResolved: boolean;
};

export type Found = { content: Content } | { attached: Attached } | { other: OtherContent };

/** Confluence, Cloud or Data Center. Everything throws SourceErrors; only what is current is ever answered. */
export type Wiki = {
  site: AtlassianSite;
  /** Where its pages begin: `https://acme.atlassian.net/wiki`, or a Data Center's root. */
  web: string;
  /** The spaces with these keys, as far as this account sees them. */
  spaces: (keys: readonly string[]) => Promise<Space[]>;
  /** Pages or posts of a space, or of all, in an order that changes don't disturb. */
  listSpace: (
    type: Content["type"],
    space: Space | null,
    from: string | null,
  ) => AsyncGenerator<Part<Content>>;
  /** What changed lately in spaces, or in all when none is named; absent where that can't be asked for. */
  changedSince?: (since: Date, spaceIds: readonly string[]) => AsyncGenerator<Content[]>;
  /** Everything below a page or folder, at any depth. */
  listBelow: (root: ContentRef) => AsyncGenerator<{ contents: Content[]; others: OtherContent[] }>;
  /** Those of these pages and posts that are there and may be seen. */
  byIds: (ids: readonly string[]) => Promise<Content[]>;
  byTitle: (spaceKey: string, title: string) => Promise<Content | undefined>;
  folder: (id: string) => Promise<OtherContent | undefined>;
  search: (cql: string, from: string | null) => AsyncGenerator<Part<Found>>;
  attachment: (id: string) => Promise<Attached | undefined>;
  restrictions: (ids: Iterable<string>) => Promise<Map<string, Restriction>>;
  places: (contents: readonly Content[]) => Promise<Map<string, Place>>;
  bodies: (contents: readonly Content[]) => Promise<Map<string, Body>>;
  /** @throws VendorError 404 when it is gone */
  body: (content: Content) => Promise<Body>;
  comments: (contentId: string) => Promise<Comment[]>;
  people: (ids: Iterable<string>) => Promise<Map<string, Person>>;
  open: (attached: Attached) => Promise<FetchResponse>;
};
