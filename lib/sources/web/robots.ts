import { unescapeUnreserved } from "./url.ts";
import { compileWildcard, matchesWildcard, type Wildcard } from "./wildcard.ts";

/** What a site's robots.txt asks of one crawler. */
export type Robots = {
  /** Whether a page may be read, by its address. */
  allows: (url: URL) => boolean;
  /** Seconds between two requests (not in the RFC, but asked for). */
  crawlDelayS: number | undefined;
  /** Sitemap addresses as written, for the whole site. */
  sitemaps: string[];
};

/** RFC 9309 §2.5 asks for at least this much; what follows is not read. */
export const robotsMaxBytes = 512_000;

export const allowAll: Robots = { allows: () => true, crawlDelayS: undefined, sitemaps: [] };

type Rule = { pattern: Wildcard; length: number; allow: boolean };
type Group = { agents: string[]; rules: Rule[]; crawlDelayS?: number };

/**
 * Reads robots.txt (RFC 9309): groups for one agent are merged, the longest match decides, a tie allows; lines that it
 * doesn't know don't end a group.
 *
 * @param agent the crawler's product token, compared without regard to case
 */
export function parseRobots(text: string, agent: string): Robots {
  const { groups, sitemaps } = parseGroups(text);
  const token = agent.toLowerCase();
  const named = groups.filter(({ agents }) => agents.includes(token));
  const chosen = named.length > 0 ? named : groups.filter(({ agents }) => agents.includes("*"));
  // Longest first and allowing ones first among equals: the first that fits decides.
  const rules = chosen
    .flatMap((group) => group.rules)
    .sort((a, b) => b.length - a.length || Number(b.allow) - Number(a.allow));
  return {
    allows(url) {
      if (url.pathname === "/robots.txt") return true;
      const path = canonicalPath(url.pathname + url.search);
      return rules.find(({ pattern }) => matchesWildcard(pattern, path))?.allow ?? true;
    },
    crawlDelayS: chosen.find(({ crawlDelayS }) => crawlDelayS !== undefined)?.crawlDelayS,
    sitemaps,
  };
}

function parseGroups(text: string): { groups: Group[]; sitemaps: string[] } {
  const groups: Group[] = [];
  const sitemaps: string[] = [];
  let group: Group | undefined;
  let hasRules = false;
  for (const line of text.replace(/^\ufeff/, "").split(/[\r\n]+/)) {
    const match = /^\s*([\w-]+)\s*:\s*(.*?)\s*$/.exec(line.replace(/#.*$/, ""));
    const name = match?.[1]?.toLowerCase();
    const value = match?.[2] ?? "";
    if (name === "user-agent") {
      if (!group || hasRules) {
        group = { agents: [], rules: [] };
        groups.push(group);
        hasRules = false;
      }
      group.agents.push(productToken(value));
    } else if (name === "sitemap") {
      if (value) sitemaps.push(value);
    } else if (group && (name === "allow" || name === "disallow")) {
      hasRules = true;
      if (value) group.rules.push(ruleOf(value, name === "allow"));
    } else if (group && name === "crawl-delay") {
      hasRules = true;
      const seconds = Number(value);
      if (value !== "" && seconds >= 0 && Number.isFinite(seconds)) group.crawlDelayS = seconds;
    }
  }
  return { groups, sitemaps };
}

function productToken(value: string): string {
  return value.startsWith("*") ? "*" : (/^[\w.-]+/.exec(value)?.[0] ?? "").toLowerCase();
}

function ruleOf(value: string, allow: boolean): Rule {
  const anchored = value.endsWith("$");
  const path = canonicalPath(anchored ? value.slice(0, -1) : value);
  const rooted = path.startsWith("/") || path.startsWith("*") ? path : `/${path}`;
  return { pattern: compileWildcard(rooted, anchored), length: value.length, allow };
}

/** One form for both sides of the comparison: octets outside ASCII escaped, escapes in capitals, needless ones undone. */
function canonicalPath(path: string): string {
  const escaped = path.replace(/[^\u0021-\u007e]+/g, (text) => encodeURIComponent(text.toWellFormed()));
  return unescapeUnreserved(escaped);
}
