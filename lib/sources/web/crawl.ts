import { databaseNow } from "#lib/clock.ts";
import type { Batch, SourceItem } from "#lib/connectors/source.ts";
import type { GuardedFetch } from "#lib/net/fetch.ts";
import { leaveHost } from "#lib/sources/host-share.ts";
import { CrawlRun } from "./crawl-run.ts";
import { addPages, unknownPages } from "./frontier.ts";
import { type ExtractFile, storingReader } from "./read-file.ts";
import { demandTurn, type RunContext } from "./run-context.ts";
import { type Checkpoint, type CrawlSettings, nextCursor, parseCheckpoint } from "./settings.ts";
import { createSiteClient } from "./site-client.ts";
import { readSitemaps } from "./sitemap-batches.ts";
import { findStart } from "./start.ts";
import { siteOf } from "./url.ts";

export type CrawlOptions = {
  read: RunContext["read"];
  settings: CrawlSettings;
  /** Headers that hold the credentials, for the start page's origin only. */
  credentials: Record<string, string>;
  fetch: GuardedFetch;
  extractFile: ExtractFile;
  now?: () => Date;
  /** Requests to one site at a time, over all runs that read it. */
  concurrency?: number;
};

/**
 * Reads a site: from its start page along links and sitemaps, as batches that carry the frontier's changes with them.
 * Pages known from earlier runs are asked whether they changed.
 *
 * @throws SourceError when the site asks to come back later, can't be reached, or can't be read as configured
 */
export async function* crawl(options: CrawlOptions): AsyncGenerator<Batch> {
  const { read, settings } = options;
  const closing = new AbortController();
  const context = contextOf(options, AbortSignal.any([read.signal, closing.signal]));
  try {
    await demandTurn(context);
    const begun = parseCheckpoint(read.checkpoint) ?? (yield* start(context));
    const checkpoint = begun.sitemapsRead ? begun : yield* readSitemaps(context, begun);
    const run = new CrawlRun(context, checkpoint);
    yield* run.readPages();
    const cursor = read.onlyKeys ? undefined : nextCursor(read.cursor, settings).cursor;
    yield { items: [], checkpoint: run.checkpoint, cursor };
  } finally {
    closing.abort(new Error("The crawl has ended."));
    // Should this fail, the share expires by itself.
    await read.inWorkspace((trx) => leaveHost(trx, context.host, read.runId)).catch(() => {});
  }
}

function contextOf(options: CrawlOptions, signal: AbortSignal): RunContext {
  const { read, settings, fetch, extractFile, credentials, now = databaseNow, concurrency = 8 } = options;
  const url = new URL(settings.url);
  const { respectRobots } = settings;
  const client = createSiteClient({ fetch, signal, origin: url.origin, credentials, respectRobots, now });
  const readFile = storingReader({ blobs: read.blobs, extractFile, signal });
  const tools = { client, readFile, signal, now };
  return { read, settings, tools, host: siteOf(url), concurrency };
}

async function* start({ read, settings, tools }: RunContext): AsyncGenerator<Batch, Checkpoint> {
  read.progress({ stage: "opening the start page", current: settings.url });
  const { url, scope } = await findStart(settings, tools.client, tools.now());
  const sitemapsRead = settings.single || !settings.useSitemap || read.onlyKeys !== null;
  const checkpoint = {
    start: url,
    scope,
    sitemapsRead,
    cursor: 0,
    ahead: [],
    pages: 0,
    pauses: 0,
    isFull: false,
  };
  const persist: Batch["persist"] = async (trx) => {
    await addPages(trx, read, [{ url, depth: 0 }]);
  };
  const unknown = await read.inWorkspace((trx) => unknownPages(trx, read, read.onlyKeys ?? []));
  const items = unknown
    .filter((key) => key !== url)
    .map((key): SourceItem => {
      return { key, kind: "skipped", reason: "the crawl doesn't know this address any more" };
    });
  yield { items, checkpoint, persist };
  return checkpoint;
}
