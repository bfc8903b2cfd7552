import { decodeTinyLink } from "./tiny-link.ts";

/** What a link leads to, as far as the link says. */
export type LinkTarget =
  /** A page or a blog post. */
  | { kind: "content"; id: string }
  | { kind: "title"; spaceKey: string; title: string }
  | { kind: "folder"; id: string }
  | { kind: "space"; key: string }
  /** Something that holds no pages' text: a whiteboard, a database, an embedded site. */
  | { kind: "other"; what: string; id: string };

export type ReadLink = { target: LinkTarget } | { problem: string };

const idForm = /^\d{1,19}$/;

/**
 * Reads a link as people paste it: any address of a page, post, folder or space, of Cloud or Data Center, a tiny link,
 * or an id alone. Nothing is asked of the site.
 * @param root the site's address: links to another host are refused
 */
export function readLink(link: string, root: string): ReadLink {
  const text = link.trim();
  if (idForm.test(text)) return { target: { kind: "content", id: text } };
  const url = URL.parse(text, root);
  if (!url) return { problem: `“${text}” is no address. Copy it from the browser's address bar.` };
  if (url.host !== new URL(root).host) {
    return { problem: `It leads to ${url.host}, not to this site.` };
  }
  const target = targetOf(url);
  if (target) return { target };
  const hint = "Open the page and copy its address from the browser's address bar.";
  return { problem: `The link doesn't say which page it means. ${hint}` };
}

/** The key of a space, from the key itself or any link into it. */
export function readSpaceKey(text: string, root: string): string {
  const key = text.trim();
  if (!/[/?]/.test(key)) return key;
  const read = readLink(key, root);
  if (!("target" in read)) return key;
  const { target } = read;
  if (target.kind === "space") return target.key;
  return target.kind === "title" ? target.spaceKey : (spaceOf(segmentsOf(new URL(key, root))) ?? key);
}

function targetOf(url: URL): LinkTarget | undefined {
  const segments = segmentsOf(url);
  const [first = "", ...rest] = segments;
  switch (first) {
    case "x":
      return contentOf(decodeTinyLink(rest[0] ?? ""));
    case "display":
      return displayed(rest);
    case "spaces":
      return inSpace(rest, url);
    case "pages":
      return contentOf(rest.find((segment) => idForm.test(segment))) ?? named(url);
    default:
      return named(url);
  }
}

const beginnings = new Set(["x", "display", "spaces", "pages"]);

/** From where Confluence's own addresses begin: what stands before is `/wiki` or a context path. */
function segmentsOf({ pathname }: URL): string[] {
  const all = pathname.split("/").filter(Boolean).map(decoded);
  const start = all.findIndex((segment) => beginnings.has(segment));
  return start === -1 ? [] : all.slice(start);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment.replaceAll("+", " "));
  } catch {
    return segment;
  }
}

function contentOf(id: string | undefined): LinkTarget | undefined {
  return id === undefined ? undefined : { kind: "content", id };
}

/** `/display/KEY`, `/display/KEY/Title`, and `/display/KEY/2026/11/25/Title` for a blog post. */
function displayed([spaceKey, ...rest]: string[]): LinkTarget | undefined {
  if (spaceKey === undefined) return undefined;
  const isPost = rest.length > 3 && /^\d{4}\/\d{2}\/\d{2}$/.test(rest.slice(0, 3).join("/"));
  const title = (isPost ? rest.slice(3) : rest).join("/");
  return title === "" ? { kind: "space", key: spaceKey } : { kind: "title", spaceKey, title };
}

/** `/spaces/KEY[/overview]`, `…/pages/ID[/Title]`, `…/pages/edit-v2/ID`, `…/blog/2026/11/25/ID/Title`, `…/folder/ID`. */
function inSpace([spaceKey, what, ...rest]: string[], url: URL): LinkTarget | undefined {
  if (spaceKey === undefined || spaceKey.endsWith(".action")) return named(url);
  const id = what === "blog" ? postId(rest) : rest.find((segment) => idForm.test(segment));
  if (what === "pages" || what === "blog") return contentOf(id) ?? { kind: "space", key: spaceKey };
  if (what === "folder") return id === undefined ? undefined : { kind: "folder", id };
  if (what !== undefined && /^(database|whiteboard|embed)$/.test(what)) {
    return id === undefined ? undefined : { kind: "other", what, id };
  }
  return named(url) ?? { kind: "space", key: spaceKey };
}

/** Year, month and day are numbers too. */
function postId(segments: string[]): string | undefined {
  return segments.find((segment) => /^\d{5,19}$/.test(segment));
}

/** Old addresses name what they mean in the query: `viewpage.action?pageId=1`, or `?spaceKey=DOCS&title=Home`. */
function named({ searchParams }: URL): LinkTarget | undefined {
  const id = searchParams.get("pageId") ?? searchParams.get("homepageId");
  if (id !== null && idForm.test(id)) return { kind: "content", id };
  const spaceKey = searchParams.get("spaceKey") ?? searchParams.get("key");
  const title = searchParams.get("title");
  if (!spaceKey) return undefined;
  return title ? { kind: "title", spaceKey, title } : { kind: "space", key: spaceKey };
}

function spaceOf([first, key]: string[]): string | undefined {
  return first === "spaces" || first === "display" ? key : undefined;
}
