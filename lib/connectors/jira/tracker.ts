import type { FetchResponse } from "#lib/net/fetch.ts";
import type { AtlassianSite } from "#lib/sources/atlassian/site.ts";
import type { Attachment, Comment, Issue, Listed } from "./schemas.ts";

/** Where a listing continues: Cloud's token, or Data Center's number. */
export type Place = string | number | null;

export type ListedIssues = {
  issues: Listed[];
  /** null at the end. */
  next: Place;
  /** False when Jira says that it left something out. */
  isWhole: boolean;
};

/** A Jira, Cloud or Data Center, as far as it is read. All errors are SourceErrors. */
export type Tracker = {
  site: AtlassianSite;
  /** One page of what a query finds. */
  list: (jql: string, at: Place, limit?: number) => Promise<ListedIssues>;
  /** About how many issues a query finds. */
  count: (jql: string) => Promise<number>;
  /** At most 50 whole issues; those that are gone are absent. */
  issues: (ids: readonly string[]) => Promise<Issue[]>;
  /** All comments of an issue that has more than it shows of itself. */
  comments: (id: string) => Promise<Comment[]>;
  /** Names of custom fields that people fill in, by id. */
  fieldNames: () => Promise<ReadonlyMap<string, string>>;
  open: (attachment: Attachment) => Promise<FetchResponse>;
};

export const issuesAtOnce = 50;
export const listedFields = ["summary", "updated", "parent", "attachment"];
