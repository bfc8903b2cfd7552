import { readDriveReference } from "#lib/sources/google/file-id.ts";
import { isManagedPath, readMicrosoftAddress } from "#lib/sources/graph/address.ts";
import { isInScope, scopeOf } from "#lib/sources/web/url.ts";

export type DriveNote =
  | { kind: "id"; id: string; hasKey: boolean }
  /** The person's own Drive as a whole. */
  | { kind: "root" };

/** What a pasted link of Drive names, as far as it differs from what was pasted. */
export function driveNote(text: unknown): DriveNote | undefined {
  if (typeof text !== "string" || text.trim() === "") return undefined;
  const found = readDriveReference(text);
  if ("problem" in found) return undefined;
  if (found.id === "root") return { kind: "root" };
  return found.id === text.trim()
    ? undefined
    : { kind: "id", id: found.id, hasKey: Boolean(found.resourceKey) };
}

/** An id that is too long to read, by its ends. */
export function shortId(id: string): string {
  return id.length > 16 ? `${id.slice(0, 6)}…${id.slice(-4)}` : id;
}

export type ScopeExample = {
  /** An address below the start page that would be read. */
  inside: string;
  /** One that wouldn't. */
  outside: string;
  /** The start page with a slash at its end, where that makes it a folder of its own. */
  asFolder: string | undefined;
};

/** Which pages belong to a start page, by example. */
export function scopeExample(text: unknown): ScopeExample | undefined {
  if (typeof text !== "string" || !/^https?:\/\/[^/]+\.[^/]+/i.test(text) || !URL.canParse(text))
    return undefined;
  const url = new URL(text);
  const scope = scopeOf(url.href);
  const inside = `${url.origin}${scope.folder}…`;
  const elsewhere = new URL(scope.folder.startsWith("/blog") ? "/shop/" : "/blog/", url.origin);
  const last = url.pathname.slice(url.pathname.lastIndexOf("/") + 1);
  return {
    inside,
    outside: isInScope(elsewhere, scope) ? `${url.protocol}//blog.${scope.site}/…` : `${elsewhere.href}…`,
    asFolder: last !== "" && !last.includes(".") ? `${url.origin}${url.pathname}/` : undefined,
  };
}

export type MicrosoftNote = {
  kind: "site" | "person" | "inside" | "page" | "pages" | "document" | "share";
  /** What people call it; empty where its address doesn't say. */
  place: string;
};

/** What pasted addresses of SharePoint and OneDrive name; those that name nothing are told as errors. */
export function microsoftNotes(value: unknown): MicrosoftNote[] {
  const lines = Array.isArray(value) ? value.map(String) : [];
  const notes = lines.flatMap((line) => microsoftNote(line) ?? []);
  return [...new Map(notes.map((note) => [`${note.kind} ${note.place}`, note])).values()];
}

function microsoftNote(line: string): MicrosoftNote | undefined {
  const address = readMicrosoftAddress(line);
  if ("problem" in address) return undefined;
  switch (address.kind) {
    case "share":
      return { kind: "share", place: address.url };
    case "document":
      return { kind: "document", place: placeIn(address.host, address.site) };
    case "page":
      return address.name
        ? { kind: "page", place: address.name }
        : { kind: "pages", place: placeIn(address.host, address.site) };
    case "path":
      return { kind: kindOfPath(address.path), place: placeIn(address.host, address.path) };
  }
}

function kindOfPath(path: readonly string[]): "site" | "person" | "inside" {
  const siteDepth = isManagedPath(path) ? 2 : 0;
  if (path.length > siteDepth) return "inside";
  return path[0] === "personal" ? "person" : "site";
}

/** A path as people read it, without the segment that says what kind of site it is. */
function placeIn(host: string, path: readonly string[]): string {
  return path.slice(isManagedPath(path) ? 1 : 0).join(" / ") || host;
}
