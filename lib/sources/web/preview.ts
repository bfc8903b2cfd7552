import type { Db } from "#db/client.ts";
import { databaseNow } from "#lib/clock.ts";
import { previewItem } from "#lib/connectors/preview-item.ts";
import { type PreviewPart, SourceError } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { pausedUntil } from "#lib/sources/host-share.ts";
import { policyOf } from "./judge.ts";
import { PreviewWalk } from "./preview-walk.ts";
import type { CrawlSettings } from "./settings.ts";
import { crawlDelayS, createSiteClient, type SiteClient } from "./site-client.ts";
import { unreadableSitemap, walkSitemaps } from "./sitemap-walk.ts";
import { findStart } from "./start.ts";
import { type Scope, siteOf } from "./url.ts";

export type SitePreviewOptions = {
  settings: CrawlSettings;
  /** Headers that hold the credentials, for the start page's origin only. */
  credentials: Record<string, string>;
  fetch: GuardedFetch;
  limit: number;
  signal: AbortSignal;
  inWorkspace: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
  now?: () => Date;
};

/** A preview shows some pages and estimates the rest: so many addresses of sitemaps, and so much time for them. */
const sitemapPagesAtMost = 20_000;
const sitemapLimitMs = 5_000;

/**
 * Walks the first pages of a site as a run would, by the same decisions, with the frontier in memory. Pages of earlier
 * runs aren't considered: it shows what the settings make of the site as it is.
 * @throws SourceError when the site asks to come back later, can't be reached, or can't be read as configured
 */
export async function* previewSite(options: SitePreviewOptions): AsyncGenerator<PreviewPart> {
  const { settings, credentials, fetch, limit, signal, inWorkspace, now = databaseNow } = options;
  const { respectRobots } = settings;
  const asked = new URL(settings.url);
  const host = siteOf(asked);
  const retryAt = await inWorkspace((trx) => pausedUntil(trx, host));
  if (retryAt) throw new SourceError("rate_limited", `${host} asks to come back later.`, { retryAt });
  const clientOptions = { fetch, signal, origin: asked.origin, credentials, respectRobots, now };
  const client = createSiteClient(clientOptions);
  const { url, scope } = await findStart(settings, client, now());
  yield { resolved: resolvedScope(url, scope) };
  const walk = new PreviewWalk({
    settings,
    policy: policyOf(settings, { start: url, scope }),
    client,
    signal,
    limit,
    now,
  });
  if (!settings.single && settings.useSitemap) {
    const limitSignal = AbortSignal.timeout(sitemapLimitMs);
    const { get } = createSiteClient({ ...clientOptions, signal: AbortSignal.any([signal, limitSignal]) });
    yield await readSitemaps(walk, { get, robots: client.robots }, { signal, limitSignal });
  }
  const delayS = await crawlDelayS(url, client);
  if (delayS > 0) {
    const note = `The site asks for ${delayS} seconds between two requests, so few of its pages are shown.`;
    yield { note };
  }
  yield* walk.readPages(delayS);
}

/** What belongs to the crawl, as an address or the beginning of many. */
function resolvedScope(start: string, { only, folder }: Scope): string {
  return only ?? `${new URL(start).origin}${folder}*`;
}

async function readSitemaps(
  walk: PreviewWalk,
  client: SiteClient,
  { signal, limitSignal }: { signal: AbortSignal; limitSignal: AbortSignal },
): Promise<PreviewPart> {
  const items: NonNullable<PreviewPart["items"]> = [];
  const { start, scope } = walk.policy;
  let pages = 0;
  let isCut = false;
  try {
    for await (const news of walkSitemaps(start, scope, client)) {
      if ("unreadable" in news) items.push(...previewItem(unreadableSitemap(news.unreadable)));
      else for (const url of news.pages) walk.add({ url, depth: 1 });
      pages += "pages" in news ? news.pages.length : 0;
      isCut = pages >= sitemapPagesAtMost;
      if (isCut) break;
    }
  } catch (error) {
    if (signal.aborted || !limitSignal.aborted) throw error;
    isCut = true;
  }
  if (pages === 0) return { items };
  const estimatedTotal = await walk.estimate();
  const note = `The site's sitemaps name more than ${pages.toLocaleString("en")} pages; the rest wasn't counted.`;
  return { items, estimatedTotal, ...(isCut && { note }) };
}
