import { type ReadContext, SourceError } from "#lib/connectors/source.ts";
import { shareHost } from "#lib/sources/host-share.ts";
import type { CrawlSettings } from "./settings.ts";
import type { VisitTools } from "./visit.ts";

/** What a run of a crawl works with. */
export type RunContext = {
  read: Omit<ReadContext<unknown>, "slots" | "credentials">;
  settings: CrawlSettings;
  tools: VisitTools;
  /** The site whose budget of requests the runs share. */
  host: string;
  /** Requests to the site at a time, over all runs that read it. */
  concurrency: number;
};

/**
 * Says that the run reads from its host, and learns with how many others.
 * @throws SourceError `rate_limited` while the host wants to be left alone
 */
export async function demandTurn({ read, host }: Pick<RunContext, "read" | "host">): Promise<number> {
  const { runs, pausedUntil } = await read.inWorkspace((trx) => shareHost(trx, host, read.runId));
  if (pausedUntil) {
    throw new SourceError("rate_limited", `${host} asks to come back later.`, { retryAt: pausedUntil });
  }
  return runs;
}
