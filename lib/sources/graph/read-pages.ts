import type { ReadContext, SourceItem } from "#lib/connectors/source.ts";
import type { Entry, ListedPage } from "#lib/sources/vendor/read-entries.ts";
import type { Coverage } from "./coverage.ts";
import { entryOf, type LoadTools } from "./load-item.ts";
import { nextCursor } from "./next-cursor.ts";
import type { Plan } from "./plan.ts";
import type { GraphCursor, Progress } from "./progress.ts";
import { countDue, type MirrorRow, type Orphan, readDue, readOrphans, readRows } from "./read-mirror.ts";

const pageSize = 200;

/** What changed within the addresses, then what isn't there any more, then what the next run begins with. */
export async function* changedPages(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  begun: Progress,
  coverage: Coverage,
  tools: LoadTools,
): AsyncGenerator<ListedPage> {
  let progress = begun;
  const { isComplete, everything, namesAll } = coverage;
  const feeds = coverage.scopes.map(({ feed }) => feed);
  const filter = { feeds, everything };
  if (progress.step === "read") {
    read.progress({ total: await read.inWorkspace((trx) => countDue(trx, read, filter)) });
  }
  while (progress.step === "read") {
    const { after } = progress;
    const rows = await read.inWorkspace((trx) => readDue(trx, read, { ...filter, after, limit: pageSize }));
    const last = rows.at(-1);
    progress = last ? { ...progress, after: last.hash } : { ...progress, step: "forget", after: "" };
    yield { entries: entriesOf(read, rows, plan, tools), checkpoint: progress };
  }
  while (!namesAll) {
    const { after } = progress;
    const orphans = await read.inWorkspace((trx) =>
      readOrphans(trx, read, { feeds: isComplete ? null : feeds, after, limit: pageSize }),
    );
    const last = orphans.at(-1);
    if (!last) break;
    progress = { ...progress, after: last.hash };
    yield { entries: orphans.map(goneItem), checkpoint: progress };
  }
  const next = await nextCursor(read, plan, cursor, progress, coverage);
  yield { ...next, checkpoint: progress, listingComplete: namesAll };
}

function entriesOf(
  read: ReadContext<unknown>,
  rows: readonly MirrorRow[],
  plan: Plan,
  tools: LoadTools,
): Entry[] {
  return rows.flatMap((row) => {
    const feed = plan.feeds.get(row.data.feed);
    return feed ? entryOf(read, row, feed, tools) : [];
  });
}

function goneItem({ key, title, link, isElsewhere }: Orphan): SourceItem {
  const reason = isElsewhere
    ? "It isn't within the connector's addresses any more."
    : "It was deleted, or its folder was.";
  return { key, title, ...(link && { link }), kind: "gone", reason };
}

/** Items that are tried again, as the last run's listing has them. */
export async function* retriedPages(
  read: ReadContext<unknown>,
  keys: readonly string[],
  plan: Plan,
  tools: LoadTools,
): AsyncGenerator<ListedPage> {
  const rows = await read.inWorkspace((trx) => readRows(trx, read, keys));
  const addresses = plan.targets.flatMap(({ address, problem }): SourceItem[] => {
    if (!keys.includes(address)) return [];
    const base = { key: address, title: address, link: address };
    if (problem) return [{ ...base, kind: "failed", error: problem.message }];
    const reason = "It can be reached now: the connector's next run reads it.";
    return [{ ...base, kind: "skipped", reason }];
  });
  yield { entries: [...addresses, ...entriesOf(read, rows, plan, tools)], checkpoint: null };
}
