import { readSpaceKey } from "../page-link.ts";
import type { Content, Place, Wiki } from "../wiki/wiki.ts";
import type { Step } from "./plan.ts";
import { resolveLink, rootOf } from "./resolve-link.ts";

/** Whether the settings mean a page, without listing. What only a query finds is never meant. */
export type IsMeant = (content: Content, place: Place) => boolean;

/** Looks up what the settings name, to judge single pages by it. */
export async function readScope(wiki: Wiki, plan: readonly Step[]): Promise<IsMeant> {
  const keys = new Set<string>();
  const roots = new Set<string>();
  const pages = new Set<string>();
  let isEverything = false;
  for (const step of plan) {
    if (step.kind === "everything") isEverything = true;
    if (step.kind === "space") keys.add(readSpaceKey(step.key, wiki.web));
    for (const link of step.kind === "pages" ? step.links : []) {
      const target = await resolveLink(wiki, link);
      if (!("problem" in target)) pages.add(target.id);
    }
    if (step.kind !== "below") continue;
    const target = await resolveLink(wiki, step.link);
    if (!("problem" in target)) roots.add(rootOf(target, step).id);
  }
  return ({ id }, { space, aboveIds }) => {
    if (isEverything || pages.has(id) || roots.has(id)) return true;
    return keys.has(space?.key ?? "") || aboveIds.some((above) => roots.has(above));
  };
}
