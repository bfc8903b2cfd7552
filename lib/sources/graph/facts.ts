import { tooLargeReason } from "#lib/sources/vendor/load-file.ts";
import type { DriveItem, SitePage } from "./wire.ts";

/** What is remembered of an item between its listing and its reading, and to see what changed. JSON, small. */
export type ItemFacts = {
  /** What the bytes depend on: their hash, where Microsoft tells it. */
  tag: string;
  mime?: string;
  size?: number;
  /** Its address where that isn't its path: a page's, or an Office file's, which names it by an id and stays. */
  webUrl?: string;
  /** Display names, and the author's address. */
  author?: string;
  authorEmail?: string;
  editor?: string;
  createdAt?: string;
  modifiedAt?: string;
  /** Who may see it by a link, beside the site's members: `anonymous`, `organization`, `users`. */
  sharedWith?: string;
  /** Why it can't be read, whatever its bytes are. */
  unreadable?: string;
};

export type ItemKind = "root" | "folder" | "file" | "notebook" | "shortcut" | "page";

/** An item of a listing, ready to be remembered. */
export type ListedItem = {
  id: string;
  /** Item id of its folder; null for a root and for pages. */
  parentId: string | null;
  name: string;
  kind: ItemKind;
  facts: ItemFacts;
};

/** Reads an item of a drive's delta. @returns null for a tombstone: it may come without a name */
export function listedItem(item: DriveItem): ListedItem | null {
  if (item.deleted) return null;
  const kind = kindOf(item);
  return {
    id: item.id,
    parentId: kind === "root" ? null : (item.parentReference?.id ?? null),
    name: item.name ?? item.id,
    kind,
    facts: kind === "root" || kind === "folder" ? { tag: "" } : factsOf(item, kind),
  };
}

function kindOf(item: DriveItem): ItemKind {
  if (item.root) return "root";
  if (item.remoteItem) return "shortcut";
  if (item.package) return "notebook";
  return item.folder ? "folder" : "file";
}

function factsOf(item: DriveItem, kind: ItemKind): ItemFacts {
  const { quickXorHash, sha256Hash, sha1Hash } = item.file?.hashes ?? {};
  const hash = quickXorHash ?? sha256Hash ?? sha1Hash;
  return present({
    tag: hash ? `${hash} ${item.size ?? ""}` : (item.eTag ?? item.lastModifiedDateTime ?? ""),
    mime: item.file?.mimeType,
    size: item.size,
    webUrl: /\/_layouts\//i.test(item.webUrl ?? "") ? item.webUrl : undefined,
    ...peopleAndDates(item),
    sharedWith: item.shared?.scope,
    unreadable: unreadableReason(item, kind),
  });
}

function unreadableReason(item: DriveItem, kind: ItemKind): string | undefined {
  if (kind === "notebook") {
    const what =
      item.package?.type?.toLowerCase() === "onenote" ? "A OneNote notebook" : "A package of files";
    return `${what}: its pages can't be read as a file.`;
  }
  if (kind === "shortcut") {
    const target = item.remoteItem?.webUrl;
    return `A shortcut to another place. Add that place's address to read it${target ? `: ${target}` : "."}`;
  }
  if (item.malware) return "Microsoft found malware in it.";
  return item.size === 0 ? "It is empty." : tooLargeReason(item.size ?? undefined);
}

/** Reads a page of a site's listing; its body comes when it is read. */
export function listedPage(page: SitePage): ListedItem {
  const version = page.publishingState?.versionId ?? "";
  const isDraft = /^0\.\d+$/.test(version);
  return {
    id: page.id,
    parentId: null,
    name: page.title || page.name || page.id,
    kind: "page",
    facts: present({
      tag: page.eTag ?? page.lastModifiedDateTime ?? version,
      webUrl: page.webUrl,
      ...peopleAndDates(page),
      unreadable: isDraft ? "A draft that was never published." : undefined,
    }),
  };
}

function peopleAndDates(item: DriveItem | SitePage) {
  const { user, application } = item.createdBy ?? {};
  return {
    author: user?.displayName ?? application?.displayName,
    authorEmail: user?.email,
    editor: item.lastModifiedBy?.user?.displayName ?? item.lastModifiedBy?.application?.displayName,
    createdAt: item.createdDateTime,
    modifiedAt: item.lastModifiedDateTime,
  };
}

/** Without what is null or undefined, so that what is remembered compares. */
function present(facts: { [K in keyof ItemFacts]: ItemFacts[K] | null }): ItemFacts {
  return Object.fromEntries(
    Object.entries(facts).filter(([, value]) => value !== null && value !== undefined),
  ) as ItemFacts;
}
