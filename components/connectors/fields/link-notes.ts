import { readDriveReference } from "#lib/sources/google/file-id.ts";
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
