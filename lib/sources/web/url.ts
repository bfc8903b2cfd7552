const tracking = /^(utm_.*|gclid|dclid|gbraid|wbraid|fbclid|msclkid|yclid|igshid|mc_cid|mc_eid)$/i;

/**
 * The address that stands for a page, for asking and for telling pages apart: scheme and host in lower case, no default
 * port, no fragment (`#!` is kept), no tracking parameters, the others sorted, escapes in one form. A slash at the end is
 * left as it is: only the site knows whether `/a` and `/a/` are one page.
 *
 * @returns undefined for what isn't http or https, or holds a user name
 */
export function normalizeUrl(text: string | URL, base?: string): string | undefined {
  const url = URL.parse(text, base);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password)
    return undefined;
  if (url.hostname.endsWith(".")) url.hostname = url.hostname.replace(/\.+$/, "");
  if (url.hash && !url.hash.startsWith("#!")) url.hash = "";
  if (url.pathname.includes("%")) url.pathname = unescapeUnreserved(url.pathname);
  if (url.search) url.search = sortQuery(url.search);
  // An empty query or fragment leaves its mark in href.
  return url.search === "" || url.hash === "" ? url.href.replace(/[?#]+$/, "") : url.href;
}

/** Undoes the escapes that RFC 3986 calls needless and writes the others in capitals. */
export function unescapeUnreserved(text: string): string {
  return text.replace(/%[0-9a-f]{2}/gi, (octet) => {
    const char = String.fromCharCode(Number.parseInt(octet.slice(1), 16));
    return /[A-Za-z0-9\-._~]/.test(char) ? char : octet.toUpperCase();
  });
}

function sortQuery(search: string): string {
  const pairs = search.slice(1).split("&");
  const kept = pairs.filter((pair) => pair !== "" && !tracking.test(nameOf(pair)));
  if (kept.length > 1) kept.sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : nameOf(a) > nameOf(b) ? 1 : 0));
  return unescapeUnreserved(kept.join("&"));
}

function nameOf(pair: string): string {
  const end = pair.indexOf("=");
  return end === -1 ? pair : pair.slice(0, end);
}

/** A host for deciding what is one site: without `www.`, with its port when that isn't the scheme's own. */
export function siteOf(url: URL): string {
  const host = url.hostname.replace(/^www\./, "").replace(/\.+$/, "");
  return url.port ? `${host}:${url.port}` : host;
}

/** Which pages belong to a crawl: those of one site whose path begins with `folder`, or one page alone. */
export type Scope = { site: string; folder: string; only?: string };

/**
 * The scope of a start page: its site, and its folder up to the last slash of its path. A page like `/docs`, without an
 * ending, is a folder itself when it links to pages below it.
 */
export function scopeOf(start: string, links: readonly { url: string }[] = []): Scope {
  const url = new URL(start);
  const { pathname } = url;
  const last = pathname.slice(pathname.lastIndexOf("/") + 1);
  const below = `${url.origin}${pathname}/`;
  const isFolder = last !== "" && !last.includes(".") && links.some((link) => link.url.startsWith(below));
  return {
    site: siteOf(url),
    folder: isFolder ? `${pathname}/` : pathname.slice(0, -last.length || undefined),
  };
}

export function isInScope(url: URL, scope: Scope): boolean {
  if (scope.only !== undefined) return url.href === scope.only;
  if (siteOf(url) !== scope.site) return false;
  return url.pathname.startsWith(scope.folder) || `${url.pathname}/` === scope.folder;
}

const maxLength = 2048;
const maxSegments = 24;
const maxParameters = 12;

/** Why an address is of a kind that a crawl doesn't follow (endless calendars, session ids), or undefined. */
export function urlProblem(url: string): string | undefined {
  if (url.length > maxLength) return `the address is longer than ${maxLength} characters`;
  const queryAt = url.indexOf("?");
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  if (path.split("/").length - 3 > maxSegments) return `the address has more than ${maxSegments} folders`;
  const parameters = queryAt === -1 ? 0 : url.slice(queryAt).split("&").length;
  return parameters > maxParameters ? `the address has more than ${maxParameters} parameters` : undefined;
}
