import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import { maxFileBytes } from "#lib/sources/vendor/load-file.ts";
import { bisected } from "./bisected.ts";
import { readComments, readFieldNames } from "./common.ts";
import { withIds } from "./jql.ts";
import { issueSchema, listedSchema } from "./schemas.ts";
import { listedFields, type Place, type Tracker } from "./tracker.ts";

const total = z.looseObject({ total: z.number() });
const found = total.extend({ startAt: z.number(), issues: z.array(listedSchema) });
const fetched = z.looseObject({ issues: z.array(issueSchema) });

const pageSize = 1000;

/** Jira Data Center and Server, REST v2: pages by number. The server may give fewer than asked for. */
export function createDataCenterTracker(site: AtlassianSite): Tracker {
  const api = "/rest/api/2";
  const search = <T>(schema: z.ZodType<T>, json: object) => site.json(`${api}/search`, schema, {}, { json });
  return {
    site,
    list: async (jql, at, limit = pageSize) => {
      const from = placeOf(at);
      const page = await search(found, { jql, startAt: from.start, maxResults: limit, fields: listedFields });
      // A number that is ignored would be the same page for ever.
      if (page.startAt !== from.start) {
        throw new SourceError("unavailable", "Jira answered with another page than asked for.");
      }
      const isInStep = from.lastId === "" || page.issues[0]?.id === from.lastId;
      const end = from.start + page.issues.length;
      const last = page.issues.at(-1);
      const isLast = !last || end >= page.total || (page.issues.length === 1 && from.lastId !== "");
      return { issues: page.issues, next: isLast ? null : `${end - 1} ${last.id}`, isWhole: isInStep };
    },
    count: async (jql) => (await search(total, { jql, maxResults: 0 })).total,
    issues: bisected(async (ids) => {
      const query = {
        jql: withIds(ids),
        maxResults: ids.length,
        fields: ["*all"],
        expand: ["renderedFields"],
      };
      // An id that is gone makes the whole query wrong, unless it is only to warn.
      return (await search(fetched, { ...query, validateQuery: "warn" })).issues;
    }),
    comments: (id) => readComments(site, api, id, { expand: "renderedBody" }),
    fieldNames: () => readFieldNames(site, api),
    open: ({ content, id }) => {
      const path = content?.startsWith(site.root)
        ? content.slice(site.root.length)
        : `/secure/attachment/${id}/`;
      return site.open(path, { maxBytes: maxFileBytes });
    },
  };
}

/**
 * Pages overlap by one issue: when it isn't where it was, something before it came or went meanwhile, and others may
 * have slipped past.
 */
function placeOf(at: Place): { start: number; lastId: string } {
  const [start = "0", lastId = ""] = String(at ?? "0").split(" ");
  return { start: Number(start), lastId };
}
