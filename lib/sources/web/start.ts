import { SourceError } from "#lib/connectors/source.ts";
import { decodeText } from "#lib/extract/html-charset.ts";
import { type PageLink, readHtmlPage } from "#lib/extract/html-to-markdown.ts";
import type { FetchResponse } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import { mimeOf } from "./content-type.ts";
import type { CrawlSettings } from "./settings.ts";
import { type RobotsAnswer, retryInstant, type SiteClient } from "./site-client.ts";
import { normalizeUrl, type Scope, scopeOf } from "./url.ts";

export type Start = { url: string; scope: Scope };

/**
 * Finds where a crawl starts: the start page after its redirects, and from it the folder whose pages belong.
 * @throws SourceError when the start page can't be read, with what to do about it
 */
export async function findStart(settings: CrawlSettings, client: SiteClient, now: Date): Promise<Start> {
  const asked = normalizeUrl(settings.url);
  if (asked === undefined) throw new SourceError("misconfigured", `“${settings.url}” is not a web address.`);
  await demandRobots(asked, client);
  try {
    const answer = await client.get(asked);
    const url = normalizeUrl(answer.url) ?? asked;
    if (url !== asked) await demandRobots(url, client);
    const scope = await scopeOfAnswer(url, answer, settings, now);
    return { url, scope };
  } catch (error) {
    throw error instanceof FetchError ? startError(error) : error;
  }
}

async function scopeOfAnswer(
  url: string,
  answer: FetchResponse,
  settings: CrawlSettings,
  now: Date,
): Promise<Scope> {
  const isGone = answer.status === 404 || answer.status === 410;
  if (answer.status >= 200 && answer.status < 300) {
    if (settings.single || !mimeOf(answer.headers["content-type"]).includes("html")) await answer.discard();
    else return scopeOf(url, await linksOf(answer));
  } else {
    await answer.discard();
    // A single page that is gone is a fact about its document, not about the settings.
    if (!settings.single || !isGone) throw statusError(answer, now);
  }
  return settings.single ? { ...scopeOf(url, []), only: url } : scopeOf(url, []);
}

async function linksOf(answer: FetchResponse): Promise<PageLink[]> {
  const bytes = await answer.bytes();
  return readHtmlPage(decodeText(bytes, answer.headers["content-type"]), answer.url).links;
}

function statusError(answer: FetchResponse, now: Date): SourceError {
  const { status } = answer;
  const retryAt = retryInstant(answer, now);
  if (retryAt) return new SourceError("rate_limited", "The site asks to come back later.", { retryAt });
  if (status === 401) {
    return new SourceError(
      "credentials",
      "The site asks for a sign-in (401): give a user name and password, or headers.",
    );
  }
  if (status === 403)
    return new SourceError("misconfigured", "The site refuses to show the start page (403).");
  if (status >= 500) return new SourceError("unavailable", `The site answered ${status} for the start page.`);
  return new SourceError("misconfigured", `The start page isn't there: the site answered ${status}.`);
}

function startError(error: FetchError): SourceError {
  const kind = error.kind === "blocked" || error.kind === "redirects" ? "misconfigured" : "unavailable";
  return new SourceError(kind, `The start page can't be read. ${error.message}`, { cause: error });
}

/** @throws SourceError when robots.txt can't be had, or forbids the page */
async function demandRobots(url: string, client: SiteClient): Promise<void> {
  const problem = robotsProblem(url, await client.robots(url));
  if (problem) throw problem;
}

/** Why robots.txt keeps a page from being read, as the error that ends a crawl which starts there. */
export function robotsProblem(url: string, answer: RobotsAnswer): SourceError | undefined {
  switch (answer.kind) {
    case "limited":
      return new SourceError("rate_limited", "The site asks to come back later.", {
        retryAt: answer.retryAt,
      });
    case "unreachable":
      return new SourceError(
        "unavailable",
        `The site's robots.txt can't be read (${answer.reason}), which forbids reading the site for now.`,
      );
    case "rules":
      return answer.robots.allows(new URL(url))
        ? undefined
        : new SourceError("misconfigured", "The site's robots.txt doesn't allow reading the start page.");
  }
}
