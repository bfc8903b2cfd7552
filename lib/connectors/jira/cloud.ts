import { z } from "zod";
import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import { maxFileBytes } from "#lib/sources/vendor/load-file.ts";
import { bisected } from "./bisected.ts";
import { readComments, readFieldNames } from "./common.ts";
import { issueSchema, listedSchema } from "./schemas.ts";
import { listedFields, type Tracker } from "./tracker.ts";

const found = z.looseObject({
  issues: z.array(listedSchema).default([]),
  nextPageToken: z.string().nullish(),
  /** Experimental: what was left out, and why. */
  warnings: z.array(z.unknown()).nullish(),
});
const fetched = z.looseObject({ issues: z.array(issueSchema).default([]) });
const counted = z.looseObject({ count: z.number() });

const pageSize = 1000;

/** Jira Cloud, REST v3: `search/jql` with tokens (the older search is gone), and bulk fetch. */
export function createCloudTracker(site: AtlassianSite): Tracker {
  const api = "/rest/api/3";
  const post = <T>(path: string, schema: z.ZodType<T>, json: unknown) =>
    site.json(`${api}${path}`, schema, {}, { json });
  return {
    site,
    list: async (jql, at, limit = pageSize) => {
      const nextPageToken = at === null ? undefined : String(at);
      const body = { jql, nextPageToken, maxResults: limit, fields: listedFields };
      const page = await post("/search/jql", found, body);
      return {
        issues: page.issues,
        next: page.nextPageToken ?? null,
        isWhole: (page.warnings ?? []).length === 0,
      };
    },
    count: async (jql) => (await post("/search/approximate-count", counted, { jql })).count,
    issues: bisected(async (ids) => {
      const body = { issueIdsOrKeys: ids, fields: ["*all"] };
      return (await post("/issue/bulkfetch", fetched, body)).issues;
    }),
    comments: (id) => readComments(site, api, id),
    fieldNames: () => readFieldNames(site, api),
    // Without a redirect the bytes come from the site itself, and no credentials go anywhere else.
    open: ({ id }) => site.open(`${api}/attachment/content/${id}?redirect=false`, { maxBytes: maxFileBytes }),
  };
}
