import { cloudOf, clouds } from "./clouds.ts";

/** What an address of SharePoint or OneDrive names, as far as it tells without asking Microsoft. */
export type MicrosoftAddress = {
  host: string;
} /** A site, library, folder or file by its server-relative path, decoded; no segments are the root site. */ & (
  | { kind: "path"; path: string[] }
  /** A site page by its file name, or all pages of the site without one. */
  | { kind: "page"; site: string[]; name?: string }
  /** A file that Office shows in the browser: it is named by an id within its site. */
  | { kind: "document"; site: string[]; uniqueId: string }
  /** A sharing link: its token says nothing by itself. */
  | { kind: "share"; url: string }
);

/** Managed paths: the segment behind them is a site's name. */
const managedPaths = new Set(["sites", "teams", "personal", "portals"]);

/** Whether a server-relative path is below a managed path: then its second segment is the site's. */
export function isManagedPath([first = ""]: readonly string[]): boolean {
  return managedPaths.has(first.toLowerCase());
}

const problems = {
  relative: "Enter the whole address, beginning with https://.",
  notHttps: "The address must begin with https://.",
  userInfo: "Leave user name and password out of the address.",
  search: "This address opens a search. Open the folder or file and copy its address.",
  start: "This is your own start page. Open the library or folder and copy its address.",
  noSite: "This address names no site. Open the site, library or folder and copy its address.",
  list: "This is a list, not a library: lists aren't read. Give the address of a library, folder or site.",
  container: "This is a container of SharePoint Embedded, which an app keeps its files in: it can't be read.",
  admin: "This is the administration of SharePoint. Give the address of a site, library or folder.",
  page: "This page isn't a file. Open the site, library or folder and copy its address.",
} as const;

/**
 * Reads an address as people paste it: from the address bar, from “Copy link”, from an Office program.
 * Pure; whether its path is a site, a library or a folder only Microsoft can tell.
 * @returns what it names, or why it names nothing that can be read
 */
export function readMicrosoftAddress(text: string): MicrosoftAddress | { problem: string } {
  const url = URL.parse(text.trim());
  if (!url || !/^https?:\/\//i.test(text.trim())) return { problem: problems.relative };
  if (url.protocol !== "https:") return { problem: problems.notHttps };
  if (url.username || url.password) return { problem: problems.userInfo };
  if (!cloudOf(url.hostname)) return { problem: strangeHost(url.hostname) };
  if (/-admin\.sharepoint/.test(url.hostname)) return { problem: problems.admin };
  return readUrl(url);
}

function strangeHost(host: string): string {
  return `“${host}” isn't a Microsoft 365 address (…${clouds.map(({ hostSuffix }) => hostSuffix).join(", …")}).`;
}

function readUrl(url: URL): MicrosoftAddress | { problem: string } {
  const segments = segmentsOf(url.pathname);
  const [letter = "", mode = ""] = segments;
  const isShort = /^:[a-z]{1,3}:$/i.test(letter);
  // The mode “r” leaves the real path behind it; s, g, t, p and others leave a token.
  if (isShort && mode !== "r") return { kind: "share", host: url.hostname, url: url.href };
  if (/^guestaccess\.aspx$/i.test(segments.at(-1) ?? ""))
    return { kind: "share", host: url.hostname, url: url.href };
  const given = isShort ? segments.slice(2) : segments;
  const named = namedPath(url);
  return named ? fromPath(named.host, named.path) : (fromPage(url, given) ?? fromPath(url.hostname, given));
}

/** The server-relative path that pages such as AllItems.aspx and onedrive.aspx carry in their query, or behind #. */
function namedPath(url: URL): { host: string; path: string[] } | undefined {
  const query = caseless(url.searchParams);
  // OneDrive's page shows libraries of other hosts too.
  const listHost = URL.parse(query.get("listurl") ?? "")?.hostname;
  const host = listHost && cloudOf(listHost) ? listHost : url.hostname;
  const given =
    query.get("id") ??
    query.get("rootfolder") ??
    query.get("sourceurl") ??
    query.get("sourcedoc") ??
    fragmentFolder(url);
  const path = given && pathIn(given);
  return path ? { host, path: segmentsOf(path, false) } : undefined;
}

/** “/sites/…” as it stands, or the path of an address; undefined for ids such as {GUID} or 42. */
function pathIn(value: string): string | undefined {
  if (value.startsWith("/")) return value;
  const url = URL.parse(value);
  return url && cloudOf(url.hostname) ? decoded(url.pathname) : undefined;
}

/** Classic views keep the folder behind #InplviewHash…, encoded twice. */
function fragmentFolder({ hash }: URL): string | undefined {
  const value = /RootFolder(?:=|%3D)([^&-]+)/i.exec(hash)?.[1];
  return value && decoded(decoded(value));
}

/** Pages that stand for something else than a file: Office's viewer, a site's contents, a search. */
function fromPage(url: URL, path: string[]): MicrosoftAddress | { problem: string } | undefined {
  const at = path.findIndex((segment) => /^_layouts$/i.test(segment));
  const last = path.at(-1)?.toLowerCase() ?? "";
  if (path[0]?.toLowerCase() === "my" && path.length === 1) return { problem: problems.start };
  if (at < 0) return undefined;
  const query = caseless(url.searchParams);
  const uniqueId = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i.exec(
    query.get("sourcedoc") ?? query.get("uniqueid") ?? "",
  )?.[1];
  const site = path.slice(0, at);
  if (uniqueId) return { kind: "document", host: url.hostname, site, uniqueId: uniqueId.toLowerCase() };
  if (path.slice(at).some((segment) => /^\w*search\.aspx$/i.test(segment)))
    return { problem: problems.search };
  if (/^(onedrive|sharepoint)\.aspx$/.test(last) && site.length === 0) return { problem: problems.start };
  if (/^(viewlsts|sharepoint|onedrive|settings|siteanalytics)\.aspx$/.test(last))
    return fromPath(url.hostname, site);
  return { problem: problems.page };
}

function fromPath(host: string, given: string[]): MicrosoftAddress | { problem: string } {
  const first = given[0]?.toLowerCase() ?? "";
  if (first === "contentstorage") return { problem: problems.container };
  if (first === "search") return { problem: problems.search };
  const isManaged = isManagedPath(given);
  if (isManaged && given.length === 1) return { problem: problems.noSite };
  const path = withoutView(given, isManaged ? 2 : 0);
  const below = path.slice(isManaged ? 2 : 0).map((segment) => segment.toLowerCase());
  const isPage = below.at(-1)?.endsWith(".aspx") ?? false;
  const pagesAt = isPage ? below.indexOf("sitepages") : below.at(-1) === "sitepages" ? below.length - 1 : -1;
  if (pagesAt >= 0) {
    const site = path.slice(0, path.length - below.length + pagesAt);
    return { kind: "page", host, site, ...(isPage && { name: path.at(-1) ?? "" }) };
  }
  if (below[0] === "lists" || (isPage && below.at(-3) === "lists")) return { problem: problems.list };
  return { kind: "path", host, path };
}

/** A library without the page that shows it, a site without its start page. */
function withoutView(path: string[], siteDepth: number): string[] {
  const last = path.at(-1)?.toLowerCase() ?? "";
  if (path.at(-2)?.toLowerCase() === "forms" && last.endsWith(".aspx")) return path.slice(0, -2);
  const isStartPage = last === "default.aspx" || (last === "home.aspx" && path.length === siteDepth + 1);
  return last === "forms" || isStartPage ? path.slice(0, -1) : path;
}

function segmentsOf(path: string, isEncoded = true): string[] {
  return path
    .split("/")
    .filter(Boolean)
    .map((segment) => (isEncoded ? decoded(segment) : segment));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function caseless(query: URLSearchParams): Map<string, string> {
  return new Map([...query].reverse().map(([name, value]) => [name.toLowerCase(), value]));
}
