import type { SourceItem } from "#lib/connectors/source.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import type { SiteClient } from "./site-client.ts";
import { readSitemap, sitemapMaxBytes } from "./sitemap.ts";
import { isInScope, normalizeUrl, type Scope, urlProblem } from "./url.ts";

/** Sitemaps read at most; an index may name 50,000. */
const maxSitemaps = 1000;
const piece = 1000;

export type SitemapNews = { pages: string[] } | { unreadable: { url: string; reason: string } };

/**
 * Pages of the crawl that the site's sitemaps name, in pieces: those that robots.txt names, else the two usual places.
 * A sitemap that robots.txt or an index names and that can't be read is told; a usual place without one isn't.
 */
export async function* walkSitemaps(
  start: string,
  scope: Scope,
  client: SiteClient,
): AsyncGenerator<SitemapNews> {
  const answer = await client.robots(start);
  const named = answer.kind === "rules" ? answer.robots.sitemaps : [];
  const usual = ["/sitemap.xml", "/sitemap_index.xml"].map((path) => new URL(path, start).href);
  const waiting = (named.length > 0 ? named : usual).map((url) => URL.parse(url, start)?.href ?? url);
  const seen = new Set(waiting);
  const guesses = new Set(named.length > 0 ? [] : usual);
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    try {
      for await (const { pages, sitemaps } of readOne(url, client)) {
        for (const sitemap of sitemaps) {
          if (seen.size < maxSitemaps && !seen.has(sitemap)) waiting.push(sitemap);
          seen.add(sitemap);
        }
        const belonging = pages.map((page) => normalizeUrl(page)).filter((page) => page !== undefined);
        yield { pages: belonging.filter((page) => isInScope(new URL(page), scope) && !urlProblem(page)) };
      }
    } catch (error) {
      if (!(error instanceof FetchError)) throw error;
      if (!guesses.has(url)) yield { unreadable: { url, reason: error.message } };
    }
  }
}

export function unreadableSitemap({ url, reason }: { url: string; reason: string }): SourceItem {
  return { key: url, link: url, title: "Sitemap", kind: "skipped", reason: `sitemap not read: ${reason}` };
}

async function* readOne(
  url: string,
  client: SiteClient,
): AsyncGenerator<{ pages: string[]; sitemaps: string[] }> {
  const answer = await client.get(url, {
    maxBytes: sitemapMaxBytes,
    maxRedirects: 5,
    totalTimeoutMs: 120_000,
  });
  if (answer.status !== 200) {
    await answer.discard();
    throw new FetchError("network", `The site answered ${answer.status}.`);
  }
  let pages: string[] = [];
  let sitemaps: string[] = [];
  for await (const entry of readSitemap(answer.body)) {
    (entry.kind === "page" ? pages : sitemaps).push(entry.url);
    if (pages.length + sitemaps.length < piece) continue;
    yield { pages, sitemaps };
    pages = [];
    sitemaps = [];
  }
  yield { pages, sitemaps };
}
