import type { Batch, SourceItem } from "#lib/connectors/source.ts";
import { addPages } from "./frontier.ts";
import type { RunContext } from "./run-context.ts";
import type { Checkpoint } from "./settings.ts";
import { unreadableSitemap, walkSitemaps } from "./sitemap-walk.ts";

/**
 * Puts the pages that the site's sitemaps name into the frontier. Cut off and begun again, it reads them again: known
 * pages stay as they are. @returns the checkpoint from which the pages are walked
 */
export async function* readSitemaps(
  context: RunContext,
  checkpoint: Checkpoint,
): AsyncGenerator<Batch, Checkpoint> {
  const { read, tools } = context;
  // Told with the batch that ends this stage, so that none is told twice.
  const unreadable: SourceItem[] = [];
  read.progress({ stage: "reading sitemaps" });
  for await (const news of walkSitemaps(checkpoint.start, checkpoint.scope, tools.client)) {
    if ("unreadable" in news) {
      unreadable.push(unreadableSitemap(news.unreadable));
    } else if (news.pages.length > 0) {
      const pages = news.pages.map((url) => ({ url, depth: 1 }));
      const persist: Batch["persist"] = async (trx) => {
        await addPages(trx, read, pages);
      };
      yield { items: [], checkpoint, persist };
    }
  }
  const after = { ...checkpoint, sitemapsRead: true };
  yield { items: unreadable, checkpoint: after };
  return after;
}
