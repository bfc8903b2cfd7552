import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { JsonObject } from "#lib/connectors/source.ts";
import { settingsOf } from "#lib/connectors/web_scraper/crawl-settings.ts";
import type { WebScraperSlots } from "#lib/connectors/web_scraper/slots.ts";
import { readDriveReference } from "#lib/sources/google/file-id.ts";
import { compilePatterns } from "#lib/sources/web/patterns.ts";
import { normalizeUrl, siteOf, urlProblem } from "#lib/sources/web/url.ts";
import type { Reason } from "./schemas.ts";

export type OutOfScope = { reason: Reason; detail: string | null };

/** Why a connector's settings leave an item out, or undefined. What isn't a link is a key: nothing is said of it. */
export function outOfScope(type: ConnectorType, slots: JsonObject, item: string): OutOfScope | undefined {
  const text = normalizeUrl(item);
  if (text === undefined) return undefined;
  const url = new URL(text);
  switch (type) {
    case "web_scraper":
      return webProblem(slots as unknown as WebScraperSlots, url);
    case "confluence":
    case "jira":
      return unlessHost(url, [slots.base_url]);
    case "sharepoint":
    case "onedrive":
      return unlessHost(url, Array.isArray(slots.urls) ? slots.urls : []);
    case "google_drive":
    case "impersonated_google_drive":
      return "problem" in readDriveReference(text)
        ? { reason: "not_of_this_source", detail: null }
        : undefined;
    case "upload":
      return { reason: "not_of_this_source", detail: null };
  }
}

function webProblem(slots: WebScraperSlots, url: URL): OutOfScope | undefined {
  const { single, include, exclude, url: asked } = settingsOf(slots);
  const start = normalizeUrl(asked);
  if (start === undefined) return undefined;
  const first = new URL(start);
  if (siteOf(url) !== siteOf(first)) return { reason: "other_site", detail: first.host };
  if (single) return url.href === start ? undefined : { reason: "only_one_page", detail: start };
  const folder = folderOf(first);
  if (!url.pathname.startsWith(folder) && `${url.pathname}/` !== folder) {
    return { reason: "other_folder", detail: `${first.origin}${folder}` };
  }
  const odd = urlProblem(url.href);
  if (odd) return { reason: "odd_address", detail: odd };
  const excluded = url.href === start ? undefined : compilePatterns(include, exclude).excludes(url);
  return excluded ? { reason: "pattern", detail: excluded } : undefined;
}

/** The folder of a start page. One without an ending may be a folder itself: then what is beside it isn't judged. */
function folderOf({ pathname }: URL): string {
  return pathname.slice(0, pathname.lastIndexOf("/") + 1);
}

function unlessHost(url: URL, given: unknown[]): OutOfScope | undefined {
  const hosts = given.flatMap((one) =>
    typeof one === "string" && URL.canParse(one) ? [new URL(one).host] : [],
  );
  if (hosts.length === 0 || hosts.includes(url.host)) return undefined;
  return { reason: "other_site", detail: [...new Set(hosts)].join(", ") };
}
