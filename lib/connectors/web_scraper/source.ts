import type { Source } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import { crawl } from "#lib/sources/web/crawl.ts";
import { previewSite } from "#lib/sources/web/preview.ts";
import type { ExtractFile } from "#lib/sources/web/read-file.ts";
import { credentialHeaders } from "#lib/sources/web/settings.ts";
import { checkSite } from "./check.ts";
import { settingsOf } from "./crawl-settings.ts";
import type { WebScraperSlots } from "./slots.ts";

/** Loaded when the first file is met: most sites have none. */
const extractInChild: ExtractFile = async (file) =>
  (await import("#lib/extract/extract-file.ts")).extractFile(file);

/** Reads a web site. A site says itself what is gone, so only tombstones delete. */
export function createWebScraper(
  fetch: () => GuardedFetch = sharedFetch,
  extractFile: ExtractFile = extractInChild,
): Source<WebScraperSlots> {
  return {
    deletions: "tombstones",
    check: (context) => checkSite(context, fetch()),
    preview: (context) =>
      previewSite({
        ...context,
        settings: settingsOf(context.slots),
        credentials: credentialHeaders(context.credentials),
        fetch: fetch(),
      }),
    read: (context) =>
      crawl({
        read: context,
        settings: settingsOf(context.slots),
        credentials: credentialHeaders(context.credentials),
        fetch: fetch(),
        extractFile,
      }),
  };
}

export const webScraper: Source<WebScraperSlots> = createWebScraper();
