import { type Batch, type ReadContext, SourceError } from "#lib/connectors/source.ts";
import type { GraphClient } from "./client.ts";
import { listDrive } from "./list-drive.ts";
import { listPages } from "./list-pages.ts";
import { knownFeeds } from "./mirror.ts";
import type { Plan } from "./plan.ts";
import { type GraphCursor, type Progress, readProgress } from "./progress.ts";

/**
 * Lists what isn't listed yet. A drive or site that can't be read is noted and the others go on.
 * @returns how far the run is then
 */
export async function* listFeeds(
  read: ReadContext<unknown>,
  client: GraphClient,
  plan: Plan,
  cursor: GraphCursor,
  begun: Progress,
): AsyncGenerator<Batch, Progress> {
  let progress = begun;
  const known = await read.inWorkspace((trx) => knownFeeds(trx, read));
  for (const { id, kind, name } of plan.feeds.values()) {
    if (id in progress.links || id in progress.failed) continue;
    read.progress({ current: name, stage: "listing" });
    const deltaLink = known.has(id) ? cursor.links[id] : undefined;
    const batches =
      kind === "drive"
        ? listDrive(read, client, id, progress, deltaLink)
        : listPages(read, client, id, progress);
    try {
      for await (const batch of batches) {
        progress = readProgress(batch.checkpoint);
        yield batch;
      }
    } catch (error) {
      if (!(error instanceof SourceError) || error.kind !== "misconfigured") throw error;
      progress = { ...progress, at: null, failed: { ...progress.failed, [id]: `${name}: ${error.message}` } };
    }
  }
  return progress;
}
