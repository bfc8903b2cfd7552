import { type LinkTarget, readLink } from "../page-link.ts";
import type { ContentRef, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";

/** What a link means, titles looked up; or why it means nothing that can be read. */
export async function resolveLink(
  wiki: Wiki,
  link: string,
): Promise<Exclude<LinkTarget, { kind: "title" | "space" }> | { problem: string }> {
  const read = readLink(link, wiki.web);
  if ("problem" in read) return read;
  const { target } = read;
  if (target.kind === "title") {
    const { spaceKey, title } = target;
    const content = await wiki.byTitle(spaceKey, title);
    if (content) return { kind: "content", id: content.id };
    return { problem: `There is no page “${title}” in space ${spaceKey}, or this account doesn't see it.` };
  }
  if (target.kind !== "space") return target;
  const [space] = await wiki.spaces([target.key]);
  if (space?.homepageId) return { kind: "content", id: space.homepageId };
  const problem = `It leads to space ${target.key}, not to a page. Name the space among the spaces to read all of it.`;
  return { problem };
}

/** Where a step that reads what is below something begins. An id alone among the folders is a folder's. */
export function rootOf(
  target: Exclude<LinkTarget, { kind: "title" | "space" }>,
  { slot, link }: Extract<Step, { kind: "below" }>,
): ContentRef {
  if (target.kind === "folder") return { id: target.id, type: "folder" };
  if (target.kind === "other") return { id: target.id, type: target.what };
  const isFolder = slot === "folders" && /^\d+$/.test(link.trim());
  return { id: target.id, type: isFolder ? "folder" : "page" };
}
