import { createHash } from "node:crypto";
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

/** The address people open an item by: its own, or that of its path. */
export function linkOf({ webUrl }: ItemFacts, { feedUrl, path }: ItemPlace): string | undefined {
  if (webUrl || path === "") return webUrl;
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

/** What a document depends on: its bytes in the first line, then its place and its people. */
export function versionOf(facts: ItemFacts, place: ItemPlace): string {
  const { tag: _bytes, ...rest } = facts;
  const others = createHash("sha256")
    .update(JSON.stringify([rest, place]))
    .digest("base64url")
    .slice(0, 22);
  return `${bytesOf(facts)}\n${others}`;
}

/** Whether a version has the bytes of these facts: then only its place or its people differ. */
export function hasBytesOf(version: string | null, facts: ItemFacts): boolean {
  return version?.split("\n")[0] === bytesOf(facts);
}

/** Bytes that Microsoft doesn't hand out are others than the same bytes once it does. */
function bytesOf({ tag, unreadable = "" }: ItemFacts): string {
  return tag + unreadable;
}

function instant(text: string | undefined): Date | undefined {
  const date = new Date(text ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
