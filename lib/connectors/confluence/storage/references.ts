import { isMacro, type Macro, readMacro } from "./macro.ts";
import { elementsIn, isStorageElement, type StorageElement, type StorageNode } from "./parse.ts";

/** A page named by a page. Without a space it is in the same one. */
export type PageReference = { id: string } | { title: string; spaceKey: string | undefined };

/** What a page takes in from another: all of it, or the excerpt that it marks. */
export type Inclusion = { page: PageReference; excerpt: { name: string | undefined } | null };

/** The account, key or name by which a page mentions a person. */
export function userOf({ attributes }: StorageElement): string | undefined {
  return attributes["ri:account-id"] ?? attributes["ri:userkey"] ?? attributes["ri:username"];
}

/** The page that a resource identifier names. */
export function pageOf({ name, attributes }: StorageElement): PageReference | undefined {
  const id = attributes["ri:content-id"];
  if (id !== undefined) return { id };
  const title = attributes["ri:content-title"];
  if (title === undefined || !/^ri:(page|blog-post)$/.test(name)) return undefined;
  return { title, spaceKey: attributes["ri:space-key"] };
}

/** The resource that a link, image or parameter is about (`ri:page`, `ri:user` …). */
export function resourceIn(element: StorageElement): StorageElement | undefined {
  for (const found of elementsIn(element.children)) if (found.name.startsWith("ri:")) return found;
  return undefined;
}

/** What a macro takes in, if it does. Old pages name the page in text: `SPACE:Title`. */
export function inclusionOf(macro: Macro): Inclusion | undefined {
  if (macro.name !== "include" && macro.name !== "excerpt-include") return undefined;
  const parameter = macro.parameter("") ?? macro.parameter("page");
  const resource = parameter && resourceIn(parameter);
  const page = (resource && pageOf(resource)) ?? pageByText(macro.text("") ?? macro.text("page"));
  if (!page) return undefined;
  return { page, excerpt: macro.name === "include" ? null : { name: macro.text("name") } };
}

function pageByText(text: string | undefined): PageReference | undefined {
  if (text === undefined) return undefined;
  const [, spaceKey, title = ""] = /^(?:([~\w.-]+):)?(.+)$/.exec(text) ?? [];
  return { title, spaceKey };
}

export type References = { users: Set<string>; inclusions: Inclusion[] };

/** Who is mentioned on a page, and what it takes in from others: to be looked up before it is written. */
export function readReferences(nodes: readonly StorageNode[]): References {
  const found: References = { users: new Set(), inclusions: [] };
  for (const element of elementsIn(nodes)) {
    const user = element.name === "ri:user" ? userOf(element) : undefined;
    if (user !== undefined) found.users.add(user);
    if (!isMacro(element)) continue;
    const inclusion = inclusionOf(readMacro(element));
    if (inclusion) found.inclusions.push(inclusion);
  }
  return found;
}

/** A name for a reference, the same for two that mean the same page. */
export function referenceName(page: PageReference, spaceKey: string | undefined): string {
  return "id" in page ? page.id : `${page.spaceKey ?? spaceKey ?? ""}:${page.title}`;
}

/** What a page marks as its excerpt: the one of that name, or the first. */
export function excerptOf(nodes: readonly StorageNode[], name: string | undefined): StorageNode[] {
  for (const element of nodes.filter(isStorageElement)) {
    const macro = isMacro(element) ? readMacro(element) : undefined;
    if (macro?.name === "excerpt" && (name === undefined || macro.text("name") === name)) {
      return macro.richBody ?? [];
    }
    const below = excerptOf(element.children, name);
    if (below.length > 0) return below;
  }
  return [];
}
