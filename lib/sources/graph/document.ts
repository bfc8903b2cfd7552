import type { ItemContent, JsonObject } from "#lib/connectors/source.ts";
import type { ItemFacts } from "./facts.ts";

/** Where an item is, in words and as an address. */
export type ItemPlace = {
  /** Of its library or site, as people call it. */
  feedName: string;
  feedUrl: string;
  /** Within the library, from its root: `/Plans/2026.docx`; empty for a page. */
  path: string;
};

/** What a document says beside its text. */
export type DocumentFacts = Pick<ItemContent, "author" | "fileOwner" | "createdAt" | "modifiedAt"> & {
  metadata: JsonObject;
};

/**
 * The address people open an item by. Office files have one that names them by id and stays; others are named by their
 * path, which the listing of a renamed folder doesn't tell anew.
 */
export function linkOf({ webUrl }: ItemFacts, { feedUrl, path }: ItemPlace): string | undefined {
  if (path === "" || (webUrl && /\/_layouts\//i.test(webUrl))) return webUrl;
  return `${feedUrl.replace(/\/$/, "")}${path.split("/").map(encodeURIComponent).join("/")}`;
}

/** @param ownerEmail of the drive, for what its author's address isn't known of */
export function documentFacts(facts: ItemFacts, place: ItemPlace, ownerEmail?: string): DocumentFacts {
  const { author, authorEmail, editor, createdAt, modifiedAt, sharedWith } = facts;
  return {
    author,
    fileOwner: authorEmail ?? ownerEmail,
    createdAt: instant(createdAt),
    modifiedAt: instant(modifiedAt),
    metadata: {
      path: `${place.feedName}${place.path}`,
      ...(editor && { modified_by: editor }),
      ...(sharedWith && { permissions: { shared_with: sharedWith } }),
    },
  };
}

/** What a document depends on beside its bytes: when it differs, the document is written anew. */
export function versionOf(facts: ItemFacts, place: ItemPlace): string {
  const { tag, ...rest } = facts;
  return [tag, JSON.stringify([rest, place])].join("\n");
}

/** Whether a version has the bytes of these facts: then only its place or its people differ. */
export function hasBytesOf(version: string | null, { tag }: ItemFacts): boolean {
  return version !== null && version.split("\n")[0] === tag;
}

function instant(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
