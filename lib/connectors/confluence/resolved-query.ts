import { withoutOrder } from "#lib/sources/atlassian/without-order.ts";
import { readSpaceKey } from "./page-link.ts";
import type { Step } from "./reading/plan.ts";
import { resolveLink, rootOf } from "./reading/resolve-link.ts";
import type { Wiki } from "./wiki/wiki.ts";

const pagesAndPosts = "type in (page, blogpost)";

/**
 * The settings as one CQL query, to be shown, tried in Confluence's own search, and counted by. Reading doesn't go by it:
 * the index behind it lags.
 */
export async function resolvedQuery(wiki: Wiki, plan: readonly Step[]): Promise<string> {
  const keys: string[] = [];
  const ids: string[] = [];
  const roots: string[] = [];
  const queries: string[] = [];
  for (const step of plan) {
    if (step.kind === "everything") return pagesAndPosts;
    if (step.kind === "space") keys.push(`"${readSpaceKey(step.key, wiki.web)}"`);
    if (step.kind === "query") queries.push(`(${withoutOrder(step.cql)})`);
    if (step.kind === "below") {
      const target = await resolveLink(wiki, step.link);
      if (!("problem" in target)) roots.push(rootOf(target, step).id);
    }
    for (const link of step.kind === "pages" ? step.links : []) {
      const target = await resolveLink(wiki, link);
      if (!("problem" in target)) ids.push(target.id);
    }
  }
  const named = [
    ...(keys.length > 0 ? [`space in (${keys.join(", ")})`] : []),
    ...(roots.length > 0 ? [`ancestor in (${roots.join(", ")})`] : []),
    ...(roots.length + ids.length > 0 ? [`id in (${[...roots, ...ids].join(", ")})`] : []),
  ];
  const pages = named.length > 0 ? [`${pagesAndPosts} and (${named.join(" or ")})`] : [];
  return [...pages.map((text) => (queries.length > 0 ? `(${text})` : text)), ...queries].join(" or ");
}
