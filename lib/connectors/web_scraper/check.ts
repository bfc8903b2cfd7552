import { databaseNow } from "#lib/clock.ts";
import type { CheckStage, TrialContext } from "#lib/connectors/source.ts";
import { decodeText } from "#lib/extract/html-charset.ts";
import { readHtmlPage } from "#lib/extract/html-to-markdown.ts";
import type { FetchResponse, GuardedFetch } from "#lib/net/fetch.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import { fileKind, mimeOf } from "#lib/sources/web/content-type.ts";
import { credentialHeaders } from "#lib/sources/web/settings.ts";
import { createSiteClient, type RobotsAnswer } from "#lib/sources/web/site-client.ts";
import type { WebScraperSlots } from "./slots.ts";

/** Tries the start page as a run would: its address, robots.txt, the request, its content. */
export async function checkSite(
  context: TrialContext<WebScraperSlots>,
  fetch: GuardedFetch,
): Promise<CheckStage[]> {
  const { slots, signal } = context;
  const client = createSiteClient({
    fetch,
    signal,
    origin: new URL(slots.url).origin,
    credentials: credentialHeaders(context.credentials),
    respectRobots: slots.respect_robots ?? true,
    now: databaseNow,
  });
  try {
    const answer = await client.get(slots.url);
    const reachable = reachableStage(slots.url, answer);
    const refusal = refusalOf(answer) ?? robotsStage(answer.url, await client.robots(answer.url));
    if (refusal) {
      await answer.discard();
      return [reachable, refusal];
    }
    const mayRead: CheckStage = {
      stage: "may_read",
      ok: true,
      message: "The site lets its start page be read.",
    };
    return [reachable, mayRead, await sampleStage(answer)];
  } catch (error) {
    if (signal.aborted || !(error instanceof FetchError)) throw error;
    return [{ stage: "reachable", ok: false, message: error.message, path: "slots.url" }];
  }
}

function reachableStage(asked: string, answer: FetchResponse): CheckStage {
  const host = new URL(answer.url).host;
  const moved = answer.redirects.length > 0 && new URL(asked).host !== host;
  const message = moved ? `The address leads to ${answer.url}, which answers.` : `${host} answers.`;
  return { stage: "reachable", ok: true, message };
}

function refusalOf({ status, url }: FetchResponse): CheckStage | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status === 401) {
    const message = "The site asks for a sign-in: give a user name and password, or headers.";
    return { stage: "signed_in", ok: false, message, path: "credentials" };
  }
  const say: Record<number, string> = {
    403: "The site refuses to show this page (403). It may need credentials, or not want to be read.",
    404: `There is no page at ${url} (404).`,
    410: `The page at ${url} is gone (410).`,
    429: "The site asks to come back later (429).",
  };
  const message = say[status] ?? `The site answered ${status} instead of the page.`;
  return { stage: "may_read", ok: false, message, path: "slots.url" };
}

function robotsStage(url: string, answer: RobotsAnswer): CheckStage | undefined {
  if (answer.kind === "rules" && answer.robots.allows(new URL(url))) return undefined;
  const messages = {
    rules: "The site's robots.txt doesn't allow reading this page.",
    limited: "The site's robots.txt asks to come back later.",
    unreachable: "The site's robots.txt can't be read, which forbids reading the site for now.",
  };
  const isRules = answer.kind === "rules";
  return {
    stage: "may_read",
    ok: false,
    message: messages[answer.kind],
    path: isRules ? "slots.url" : undefined,
  };
}

async function sampleStage(answer: FetchResponse): Promise<CheckStage> {
  const mime = mimeOf(answer.headers["content-type"]);
  const kind = fileKind(mime, answer.url);
  if (kind !== "page") {
    await answer.discard();
    if (kind === "file") return { stage: "sample", ok: true, message: `The start page is a file (${mime}).` };
    const message = `The start page is of a type that can't be read: ${mime}.`;
    return { stage: "sample", ok: false, message, path: "slots.url" };
  }
  const page = readHtmlPage(decodeText(await answer.bytes(), answer.headers["content-type"]), answer.url);
  if (page.text === "" && page.links.length === 0) {
    const message = "The start page has neither text nor links. Pages that only scripts fill can't be read.";
    return { stage: "sample", ok: false, message, path: "slots.url" };
  }
  const words = page.text.replace(/\]\([^)]*\)/g, "]").match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu)?.length ?? 0;
  const message = `“${page.title ?? answer.url}”: ${words} words, ${page.links.length} links.`;
  return { stage: "sample", ok: true, message };
}
