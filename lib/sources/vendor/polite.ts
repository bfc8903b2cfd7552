import type { Batch, ReadContext } from "#lib/connectors/source.ts";
import { SourceError } from "#lib/connectors/source.ts";
import { leaveHost, pauseHost, shareHost } from "#lib/sources/host-share.ts";
import type { VendorClient } from "./client.ts";

const shareEveryMs = 10_000;

export type Budget = {
  /** What the vendor counts by, in words of ours: a host, with the account or tenant where quotas are theirs. */
  host: string;
  /** Requests at a time, over all runs that share it. */
  concurrency: number;
};

/**
 * Reads while others read from the same place: each run takes its share of the budget, and what a vendor asks of one
 * (to come back later) holds for all.
 * @throws SourceError `rate_limited` at once while the place wants to be left alone
 */
export async function* politely(
  read: ReadContext<unknown>,
  client: Pick<VendorClient, "concurrency">,
  budget: Budget,
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Batch> {
  let sharedAt = performance.now();
  try {
    await takeShare(read, client, budget);
    for await (const batch of batches) {
      yield batch;
      if (performance.now() - sharedAt < shareEveryMs) continue;
      sharedAt = performance.now();
      await takeShare(read, client, budget);
    }
  } catch (error) {
    const until = error instanceof SourceError && error.kind === "rate_limited" ? error.retryAt : undefined;
    if (until) await read.inWorkspace((trx) => pauseHost(trx, budget.host, until));
    throw error;
  } finally {
    // Should this fail, the share expires by itself.
    await read.inWorkspace((trx) => leaveHost(trx, budget.host, read.runId)).catch(() => {});
  }
}

async function takeShare(
  read: ReadContext<unknown>,
  client: Pick<VendorClient, "concurrency">,
  { host, concurrency }: Budget,
): Promise<void> {
  const { runs, pausedUntil } = await read.inWorkspace((trx) => shareHost(trx, host, read.runId));
  if (pausedUntil) {
    throw new SourceError("rate_limited", "The source asks to come back later.", { retryAt: pausedUntil });
  }
  client.concurrency = Math.max(1, Math.floor(concurrency / runs));
}
