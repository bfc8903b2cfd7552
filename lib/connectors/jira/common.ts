import { z } from "zod";
import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { type Comment, commentPageSchema, fieldSchema } from "./schemas.ts";

/** Types of custom fields that hold places and states for machines. */
const machines =
  /lexo-rank|devsummary|development|request-participants|vp-origin|sd-sla|feedback|approvals|parent-link/;

/** The names of custom fields, by id: an issue has them by id only. */
export async function readFieldNames(site: AtlassianSite, api: string): Promise<ReadonlyMap<string, string>> {
  const fields = await site.json(`${api}/field`, z.array(fieldSchema));
  const people = fields.filter(({ custom, schema }) => custom && !machines.test(schema?.custom ?? ""));
  return new Map(people.map(({ id, name }) => [id, name]));
}

/** Every comment of an issue, over all pages. */
export async function readComments(
  site: AtlassianSite,
  api: string,
  id: string,
  query: Query = {},
): Promise<Comment[]> {
  const all: Comment[] = [];
  for (;;) {
    const more = { ...query, startAt: all.length, maxResults: 100, orderBy: "created" };
    const page = await site.json(`${api}/issue/${id}/comment`, commentPageSchema, more);
    all.push(...page.comments);
    if (page.comments.length === 0 || all.length >= page.total) return all;
  }
}
