import {
  type Batch,
  type Json,
  type ReadContext,
  SourceError,
  type SourceItem,
} from "#lib/connectors/source.ts";
import { type ListedPage, readEntries } from "#lib/sources/vendor/read-entries.ts";
import { listFeeds } from "./list-feeds.ts";
import { entryOf, type LoadTools } from "./load-item.ts";
import { forgetFeeds, itemKey, knownKeys } from "./mirror.ts";
import { placeItems } from "./place-items.ts";
import { makePlan, type Plan, scopesOf, type Target } from "./plan.ts";
import { type GraphCursor, type Progress, readCursor, readProgress } from "./progress.ts";
import { countDue, countOrphans, readDue, readOrphans, readRows } from "./read-mirror.ts";

const pageSize = 200;

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
    yield* readEntries({ ...read, checkpoint: null }, retryPages(read, read.onlyKeys, plan, tools));
    return;
  }
  let progress = readProgress(read.checkpoint);
  if (progress.step === "list") {
    progress = yield* listFeeds(read, client, plan, cursor, progress);
    assertSomethingRead(plan.targets, progress);
    progress = { ...progress, step: "read" };
    yield {
      items: failedAddresses(plan, progress),
      checkpoint: progress,
      persist: place(read, plan, cursor, progress),
    };
  }
  yield* readEntries({ ...read, checkpoint: progress }, pages(read, plan, cursor, progress, tools));
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
function failedAddresses({ targets, notes }: Plan, { failed }: Progress): SourceItem[] {
  const items = targets.flatMap(({ address, problem, parts }): SourceItem[] => {
    const reasons = problem ? [problem.message] : parts.flatMap(({ feed }) => failed[feed] ?? []);
    if (reasons.length === 0) return [];
    return [
      { key: address, title: address, link: address, kind: "failed", error: [...new Set(reasons)].join(" ") },
    ];
  });
  return [...items, ...notes];
}

/** Drives and sites whose listing is complete: what they don't have is gone. */
function goodScopes({ targets }: Plan, { links }: Progress) {
  return scopesOf(targets).filter(({ feed }) => feed in links);
}

/** Whether all that the addresses lead to was listed. */
function isEverythingListed({ targets, feeds }: Plan, { links }: Progress): boolean {
  return targets.every(({ problem }) => !problem) && [...feeds.keys()].every((feed) => feed in links);
}

function place(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  progress: Progress,
): NonNullable<Batch["persist"]> {
  return async (trx) => {
    if (isEverythingListed(plan, progress)) await forgetFeeds(trx, read, [...plan.feeds.keys()]);
    for (const scope of goodScopes(plan, progress)) {
      const isChanged = cursor.scopes[scope.feed] !== JSON.stringify(scope);
      await placeItems(trx, read, scope, isChanged || progress.full.includes(scope.feed));
    }
  };
}

async function* pages(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  begun: Progress,
  tools: LoadTools,
): AsyncGenerator<ListedPage> {
  let progress = begun;
  const feeds = goodScopes(plan, progress).map(({ feed }) => feed);
  // After a complete listing each item is named, so that the engine judges what is missing.
  const everything = progress.full.length > 0;
  const namesAll = everything && isEverythingListed(plan, progress);
  if (progress.step === "read") {
    read.progress({ total: await read.inWorkspace((trx) => countDue(trx, read, { feeds, everything })) });
  }
  while (progress.step === "read") {
    const { after } = progress;
    const rows = await read.inWorkspace((trx) =>
      readDue(trx, read, { feeds, after, everything, limit: pageSize }),
    );
    const entries = rows.flatMap((row) => {
      const feed = plan.feeds.get(row.data.feed);
      return feed ? entryOf(read, row, feed, tools) : [];
    });
    const last = rows.at(-1);
    progress = last ? { ...progress, after: last.hash } : { ...progress, step: "forget", after: "" };
    yield { entries, checkpoint: progress };
  }
  const seen = isEverythingListed(plan, progress) ? null : feeds;
  while (!namesAll) {
    const { after } = progress;
    const orphans = await read.inWorkspace((trx) =>
      readOrphans(trx, read, { feeds: seen, after, limit: pageSize }),
    );
    const last = orphans.at(-1);
    if (!last) break;
    progress = { ...progress, after: last.hash };
    yield { entries: orphans.map((orphan) => goneItem(orphan)), checkpoint: progress };
  }
  const next = await nextCursor(read, plan, cursor, progress, namesAll);
  yield { ...next, checkpoint: progress, listingComplete: namesAll };
}

function goneItem({
  key,
  title,
  link,
  isKnown,
}: {
  key: string;
  title: string;
  link: string | null;
  isKnown: boolean;
}): SourceItem {
  const reason = isKnown
    ? "It isn't within the connector's addresses any more."
    : "It was deleted, or its folder was.";
  return { key, title, ...(link && { link }), kind: "gone", reason };
}

/**
 * What the next run begins with. After a complete listing that lost most of the documents it is asked to repeat it: it
 * may be cut, and the delta after it would never say so.
 */
async function nextCursor(
  read: ReadContext<unknown>,
  plan: Plan,
  cursor: GraphCursor,
  progress: Progress,
  namesAll: boolean,
): Promise<{ entries: SourceItem[]; cursor: Json }> {
  const { live, orphans } = namesAll
    ? await read.inWorkspace((trx) => countOrphans(trx, read))
    : { live: 0, orphans: 0 };
  const isSuspect = orphans > 0 && orphans * 2 >= live;
  const scopes = goodScopes(plan, progress);
  const links = scopes.flatMap(({ feed }) =>
    progress.links[feed] ? [[feed, progress.links[feed]] as const] : [],
  );
  const { pins, items } = await livePins(read, plan, progress);
  return {
    entries: items,
    cursor: {
      pins,
      links: isSuspect ? {} : { ...cursor.links, ...Object.fromEntries(links) },
      scopes: {
        ...cursor.scopes,
        ...Object.fromEntries(scopes.map((scope) => [scope.feed, JSON.stringify(scope)])),
      },
    },
  };
}

/** What the addresses came to, but for what was deleted meanwhile: something else may be there by the next run. */
async function livePins(read: ReadContext<unknown>, { targets }: Plan, { links }: Progress) {
  const keyOf = ({ pin }: Target) => {
    if (pin && "drive" in pin && pin.item !== null) return itemKey(pin.drive, pin.item);
    return pin && "pagesOf" in pin && pin.page !== null ? itemKey(pin.pagesOf, pin.page) : undefined;
  };
  const keys = targets.flatMap((target) => keyOf(target) ?? []);
  const known = await read.inWorkspace((trx) => knownKeys(trx, read, keys));
  const isGone = (target: Target) => {
    const key = keyOf(target);
    return key !== undefined && !known.has(key) && target.parts.every(({ feed }) => feed in links);
  };
  const items = targets.filter(isGone).map(({ address }): SourceItem => {
    const error =
      "What this address led to was deleted. Take it out, or give the address of what replaced it.";
    return { key: address, title: address, link: address, kind: "failed", error };
  });
  const pins = targets.flatMap((target) =>
    target.pin && !isGone(target) ? [[target.address, target.pin] as const] : [],
  );
  return { pins: Object.fromEntries(pins), items };
}

/** Items that are tried again, as the last run's listing has them. */
async function* retryPages(
  read: ReadContext<unknown>,
  keys: readonly string[],
  plan: Plan,
  tools: LoadTools,
): AsyncGenerator<ListedPage> {
  const rows = await read.inWorkspace((trx) => readRows(trx, read, keys));
  const entries = rows.flatMap((row) => {
    const feed = plan.feeds.get(row.data.feed);
    return feed ? entryOf(read, row, feed, tools) : [];
  });
  const addresses = plan.targets.flatMap(({ address, problem }): SourceItem[] => {
    if (!keys.includes(address)) return [];
    const base = { key: address, title: address, link: address };
    if (problem) return [{ ...base, kind: "failed", error: problem.message }];
    return [
      { ...base, kind: "skipped", reason: "It can be reached now: the connector's next run reads it." },
    ];
  });
  yield { entries: [...addresses, ...entries], checkpoint: null };
}
