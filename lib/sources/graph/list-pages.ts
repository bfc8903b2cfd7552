import type { Batch, ReadContext } from "#lib/connectors/source.ts";
import type { GraphClient } from "./client.ts";
import { listedPage } from "./facts.ts";
import { listedFeed } from "./list-drive.ts";
import { countItems, forgetOthers, rememberItems } from "./mirror.ts";
import type { Progress } from "./progress.ts";
import { type SitePage, sitePageFields, sitePageSchema } from "./wire.ts";

/**
 * Brings the mirror of a site's pages up to its listing, without their bodies. Microsoft has no delta for pages, so it
 * is a complete one each time, a hundred pages to an answer.
 */
export async function* listPages(
  read: ReadContext<unknown>,
  client: GraphClient,
  feed: string,
  progress: Progress,
): AsyncGenerator<Batch> {
  const url = client.url("sites", feed, "pages", "microsoft.graph.sitePage");
  const pages: SitePage[] = [];
  for await (const some of client.pages(url, { $select: sitePageFields, $top: "100" }, sitePageSchema)) {
    pages.push(...some);
  }
  const known = await read.inWorkspace((trx) => countItems(trx, read, feed));
  // A listing that shrank so much may be cut: it is one that has to convince the engine.
  const isSuspect = pages.length * 2 < known;
  yield {
    items: [],
    checkpoint: listedFeed(progress, feed, null, isSuspect),
    persist: async (trx) => {
      await rememberItems(trx, read, feed, pages.map(listedPage));
      await forgetOthers(
        trx,
        read,
        feed,
        pages.map(({ id }) => id),
      );
    },
  };
}
