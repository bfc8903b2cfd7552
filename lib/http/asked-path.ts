/** What scripts/web.ts tells of a page's request; it overwrites what a client claims under this name. */
export const askedPathHeader = "x-tributary-path";

const start = new URL("/", "http://here");

/** Path and query of the page that a request asks for, as its reader sees them in the browser; "/" when unknown. */
export function askedPath(headers: Pick<Headers, "get">): string {
  const { pathname, searchParams } = URL.parse(headers.get(askedPathHeader) ?? "/", "http://here") ?? start;
  // Next's own, when a page is fetched by script.
  searchParams.delete("_rsc");
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}
