import type { FrontierPage } from "./frontier.ts";
import { compilePatterns, type Patterns } from "./patterns.ts";
import type { CrawlSettings } from "./settings.ts";
import { isInScope, type Scope, urlProblem } from "./url.ts";

/** What a connector's settings say about pages, whatever the site answers. */
export type Policy = {
  scope: Scope;
  /** The page that the crawl starts from: it is read for its links also when a pattern leaves it out. */
  start: string;
  patterns: Patterns;
  maxDepth: number;
  /** Whether noindex and nofollow count. */
  respectRobots: boolean;
};

export function policyOf(settings: CrawlSettings, { start, scope }: Pick<Policy, "start" | "scope">): Policy {
  const { include, exclude, single, maxDepth, respectRobots } = settings;
  const patterns = single ? compilePatterns([], []) : compilePatterns(include, exclude);
  return { scope, start, patterns, maxDepth, respectRobots };
}

/** A page that isn't asked for: outside the crawl altogether, left out by the settings, or passed over. */
export type Refusal = { kind: "outside" | "excluded" | "skipped"; reason: string };

/** Why a page isn't asked for, or undefined. Judged at each visit, so that new settings hold for known pages too. */
export function judgePage(page: Pick<FrontierPage, "url" | "depth">, policy: Policy): Refusal | undefined {
  const url = new URL(page.url);
  if (!isInScope(url, policy.scope))
    return { kind: "outside", reason: "no longer part of the crawl's settings" };
  const problem = urlProblem(page.url);
  if (problem) return { kind: "skipped", reason: problem };
  const excluded = page.url === policy.start ? undefined : policy.patterns.excludes(url);
  if (excluded) return { kind: "excluded", reason: excluded };
  if (page.depth > policy.maxDepth) {
    return { kind: "skipped", reason: `more than ${policy.maxDepth} links away from the start page` };
  }
  return undefined;
}
