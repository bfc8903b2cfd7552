import { type Batch, type ReadContext, SourceError, type SourceItem } from "#lib/connectors/source.ts";
import { readEntries } from "#lib/sources/vendor/read-entries.ts";
import { type Coverage, coverageOf } from "./coverage.ts";
import { listFeeds } from "./list-feeds.ts";
import type { LoadTools } from "./load-item.ts";
import { forgetFeeds } from "./mirror.ts";
import { placeItems } from "./place-items.ts";
import { makePlan, type Plan, type Target } from "./plan.ts";
import { type GraphCursor, type Progress, readCursor, readProgress } from "./progress.ts";
import { countUnplaced } from "./read-mirror.ts";
import { changedPages, retriedPages } from "./read-pages.ts";

/**
 * Reads what addresses of SharePoint and OneDrive lead to, in three steps: each drive's delta (and each site's list of
 * pages) brings a mirror in the database up to date; what changed within the addresses is read; documents whose item
 * isn't within them any more are told gone. The mirror is the truth between runs, so it doesn't matter in which order
 * Microsoft tells things, what a run died over, or that a renamed folder's contents aren't named.
 */
export async function* readMicrosoft(
  read: ReadContext<{ urls: string[] }>,
  tools: LoadTools,
): AsyncGenerator<Batch> {
  const { client } = tools;
  const cursor = readCursor(read.cursor);
  const plan = await makePlan(client, read.slots.urls, cursor.pins);
  if (read.onlyKeys) {
    yield* readEntries({ ...read, checkpoint: null }, retriedPages(read, read.onlyKeys, plan, tools));
    return;
  }
  let progress = readProgress(read.checkpoint);
  if (progress.step === "list") {
    progress = yield* listFeeds(read, client, plan, cursor, progress);
    assertSomethingRead(plan.targets, progress);
    progress = { ...progress, step: "read" };
    const persist = place(read, plan, cursor, progress);
    yield { items: unreadAddresses(plan, progress), checkpoint: progress, persist };
  }
  if (progress.step === "read" && progress.after === "") {
    yield { items: await unplacedItems(read, plan, progress), checkpoint: progress };
  }
  const coverage = coverageOf(plan, progress, cursor);
  const pages = changedPages(read, plan, cursor, progress, coverage, tools);
  yield* readEntries({ ...read, checkpoint: progress }, pages);
}

/** @throws SourceError when no address could be read at all: then the run failed */
function assertSomethingRead(targets: readonly Target[], { failed }: Progress): void {
  const isReadable = ({ problem, parts }: Target) =>
    !problem && (parts.length === 0 || parts.some(({ feed }) => !(feed in failed)));
  if (targets.some(isReadable)) return;
  const first = targets[0];
  if (first?.problem) throw first.problem;
  throw new SourceError("misconfigured", failed[first?.parts[0]?.feed ?? ""] ?? "No address can be read.");
}

/** Addresses that lead nowhere, or of which something can't be read, as items of their own: nobody overlooks them. */
function unreadAddresses({ targets, notes }: Plan, { failed }: Progress): SourceItem[] {
  const items = targets.flatMap(({ address, problem, parts }): SourceItem[] => {
    const reasons = problem ? [problem.message] : parts.flatMap(({ feed }) => failed[feed] ?? []);
    if (reasons.length === 0) return [];
    const error = [...new Set(reasons)].join(" ");
    return [{ key: address, title: address, link: address, kind: "failed", error }];
  });
  return [...items, ...notes];
}

/** What a listing named in folders that it kept to itself: nobody overlooks that it isn't read. */
async function unplacedItems(
  read: ReadContext<unknown>,
  { feeds }: Plan,
  { full }: Progress,
): Promise<SourceItem[]> {
  const items: SourceItem[] = [];
  for (const id of full) {
    const feed = feeds.get(id);
    const count = await read.inWorkspace((trx) => countUnplaced(trx, read, id, read.runId));
    if (count === 0 || !feed) continue;
    const error = `Microsoft doesn't show the folders of ${count} of its items to this application: they aren't read.`;
    items.push({ key: `${id}/unplaced`, title: feed.name, link: feed.webUrl, kind: "failed", error });
  }
  return items;
}

function place(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  progress: Progress,
): NonNullable<Batch["persist"]> {
  const { scopes, isComplete }: Coverage = coverageOf(plan, progress, cursor);
  return async (trx) => {
    if (isComplete) await forgetFeeds(trx, read, [...plan.feeds.keys()]);
    for (const scope of scopes) {
      const isOther = cursor.scopes[scope.feed] !== JSON.stringify(scope);
      await placeItems(trx, read, scope, isOther || progress.full.includes(scope.feed));
    }
  };
}
