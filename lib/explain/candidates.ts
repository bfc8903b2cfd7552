import { readDriveReference } from "#lib/sources/google/file-id.ts";
import { normalizeUrl } from "#lib/sources/web/url.ts";

/** What may name an item in the ledger: keys exactly, links exactly, and patterns of links (of SQL's like). */
export type Candidates = { keys: string[]; links: string[]; patterns: string[] };

/**
 * The names that an item may have, from what a person pasted: a page's normalised address with and without its last
 * slash, the id in a link of Drive, the page in one of Confluence, the issue in one of Jira.
 */
export function candidatesOf(item: string): Candidates {
  const url = URL.canParse(item) && /^https?:/i.test(item) ? new URL(item) : undefined;
  const drive = readDriveReference(item);
  const page = normalizeUrl(item);
  const pages = page === undefined ? [] : [page, otherSlash(page)];
  const bare = url ? [`${url.origin}${url.pathname}`, decoded(`${url.origin}${url.pathname}`)] : [];
  return {
    keys: distinct([item, ...pages, ...("id" in drive ? [drive.id] : [])]),
    links: distinct([item, ...pages, ...bare]),
    patterns: url ? distinct([...patternsOf(url)]) : [],
  };
}

function* patternsOf(url: URL): Generator<string> {
  const confluence = /\/pages\/(\d+)/.exec(url.pathname)?.[1] ?? url.searchParams.get("pageId");
  if (confluence && /^\d+$/.test(confluence)) {
    yield `${literal(url.origin)}%/pages/${confluence}`;
    yield `${literal(url.origin)}%/pages/${confluence}/%`;
    yield `${literal(url.origin)}%pageId=${confluence}`;
  }
  const issue =
    /\/browse\/([A-Z][A-Z0-9_]*-\d+)/i.exec(url.pathname)?.[1] ?? url.searchParams.get("selectedIssue");
  if (issue && /^[A-Z][A-Z0-9_]*-\d+$/i.test(issue)) {
    yield `${literal(url.origin)}%/browse/${literal(issue.toUpperCase())}`;
  }
}

function otherSlash(page: string): string {
  const url = new URL(page);
  url.pathname = url.pathname.endsWith("/") ? url.pathname.slice(0, -1) : `${url.pathname}/`;
  return url.href;
}

function decoded(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}

function literal(text: string): string {
  return text.replace(/[\\%_]/g, "\\$&");
}

function distinct(texts: string[]): string[] {
  return [...new Set(texts)];
}
