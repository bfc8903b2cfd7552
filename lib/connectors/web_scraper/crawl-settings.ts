import type { CrawlSettings } from "#lib/sources/web/settings.ts";
import type { WebScraperSlots } from "./slots.ts";

const defaultMaxPages = 100_000;

/** What a connector's slots ask of a crawl. */
export function settingsOf(slots: WebScraperSlots): CrawlSettings {
  return {
    url: slots.url,
    single: slots.extraction_type === "single",
    fileOwner: slots.email,
    include: slots.include ?? [],
    exclude: slots.exclude ?? [],
    maxPages: slots.max_pages ?? defaultMaxPages,
    maxDepth: slots.max_depth ?? Number.POSITIVE_INFINITY,
    useSitemap: slots.use_sitemap ?? true,
    respectRobots: slots.respect_robots ?? true,
  };
}
