import type { Batch, ItemContent, Json, ReadContext, SourceItem } from "#lib/connectors/source.ts";
import { SourceError } from "#lib/connectors/source.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import {
  type KnownSourceItem,
  readSourceItems,
  type SourceItemRow,
  saveSourceItems,
} from "./source-items.ts";
import { VendorError } from "./vendor-error.ts";

/** What reading an item came to. A title or link that was learnt only then replaces the listing's. */
export type Loaded = { title?: string; link?: string } & (
  | { kind: "content"; content: ItemContent }
  | { kind: "skipped"; reason: string }
  | { kind: "failed"; error: string }
  | { kind: "gone"; reason: string }
);

/** An item that a listing names, not read yet. */
export type Entry = {
  key: string;
  title?: string;
  link?: string;
  /**
   * What its document depends on, as the vendor counts it (version, etag, path). What is stored of the same version
   * isn't read again; without one it always is.
   */
  version?: string;
  parentKey?: string;
  data?: Json;
  load: (signal: AbortSignal) => Promise<Loaded>;
};

/** A piece of a listing, in the order of reading. Items that need no reading are told as they are. */
export type ListedPage = Pick<Batch, "checkpoint" | "persist" | "cursor" | "listingComplete"> & {
  entries: readonly (Entry | SourceItem)[];
};

export type ReadEntriesOptions = {
  /** Items that are read at a time. */
  atOnce?: number;
  /** Reads also what is stored in the same version: a run that doesn't trust what it knows. */
  readsAll?: boolean;
};

/** A batch ends with so many items, or so much text: it shows progress, and a crash repeats little. */
const batchItems = 50;
const batchCharacters = 4_000_000;
/** So many outages in a row, with nothing in between, are the source's and not the items'. */
const outagesInARow = 5;

type Result = { item: SourceItem; row?: SourceItemRow; outage?: SourceError };

/**
 * Reads what a listing names, a few items at a time, and hands it over in the listing's order, as batches. What is
 * stored in the same version is told unchanged; an item's failure stays its own. A page's checkpoint, cursor and
 * `persist` go with its last batch: a worker that dies in between lists the page again, and what it stored of it is
 * unchanged by then.
 *
 * @throws SourceError when the source can't go on; what was read until then is handed over first
 */
export async function* readEntries(
  read: ReadContext<unknown>,
  pages: AsyncIterable<ListedPage>,
  options: ReadEntriesOptions = {},
): AsyncGenerator<Batch> {
  let checkpoint = read.checkpoint;
  for await (const page of pages) {
    const { entries, ...rest } = page;
    let pieces: Result[] = [];
    try {
      for await (const result of readPage(read, entries, options)) {
        pieces.push(result);
        if (!isFull(pieces) && !read.isCareful()) continue;
        yield batchOf(read, pieces, checkpoint);
        pieces = [];
      }
    } catch (error) {
      if (pieces.length > 0 && error instanceof SourceError) yield batchOf(read, pieces, checkpoint);
      throw error;
    }
    checkpoint = rest.checkpoint;
    const last = batchOf(read, pieces, checkpoint);
    yield { ...last, ...rest, persist: both(last.persist, rest.persist) };
  }
}

async function* readPage(
  read: ReadContext<unknown>,
  entries: readonly (Entry | SourceItem)[],
  options: ReadEntriesOptions,
): AsyncGenerator<Result> {
  const known = await read.inWorkspace((trx) =>
    readSourceItems(
      trx,
      read,
      entries.map(({ key }) => key),
    ),
  );
  const suspects: Result[] = [];
  const results = inOrder(
    entries,
    () => (read.isCareful() ? 1 : (options.atOnce ?? 4)),
    (entry) =>
      "load" in entry
        ? readEntry(read, entry, known.get(entry.key), options)
        : Promise.resolve<Result>({ item: entry }),
  );
  for await (const result of results) {
    if (result.outage) {
      suspects.push(result);
      if (suspects.length >= outagesInARow) throw result.outage;
      continue;
    }
    yield* suspects.splice(0);
    yield result;
  }
  yield* suspects;
}

async function readEntry(
  read: ReadContext<unknown>,
  entry: Entry,
  known: KnownSourceItem | undefined,
  { readsAll = false }: ReadEntriesOptions,
): Promise<Result> {
  const { key, title, link } = entry;
  const isSame = known !== undefined && entry.version !== undefined && known.version === entry.version;
  if (isSame && !readsAll && !read.onlyKeys) {
    if (known.isStored) return { item: { key, title, link, kind: "unchanged" }, row: rowOf(entry, null) };
    if (known.skipReason !== null) {
      return {
        item: { key, title, link, kind: "skipped", reason: known.skipReason },
        row: rowOf(entry, known.skipReason),
      };
    }
  }
  const refusal = await read.begin(key);
  if (refusal) return { item: { key, title, link, kind: "failed", error: refusal } };
  read.progress({ current: title ?? key, stage: "reading items" });
  const began = performance.now();
  const loaded = await load(entry, read.signal);
  const durationMs = performance.now() - began;
  if ("outage" in loaded) {
    return {
      item: { key, title, link, durationMs, kind: "failed", error: loaded.outage.message },
      outage: loaded.outage,
    };
  }
  const item: SourceItem = { key, title, link, durationMs, ...loaded };
  if (loaded.kind === "content") return { item, row: rowOf(entry, null) };
  return loaded.kind === "skipped" ? { item, row: rowOf(entry, loaded.reason) } : { item };
}

async function load(entry: Entry, signal: AbortSignal): Promise<Loaded | { outage: SourceError }> {
  try {
    return await entry.load(signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof SourceError && error.kind === "unavailable") return { outage: error };
    const reason = itemFailure(error);
    if (reason === undefined) throw error;
    return { kind: "failed", error: reason };
  }
}

/** Why one item couldn't be read; undefined when the error is about more than the item. */
export function itemFailure(error: unknown): string | undefined {
  const isItems = error instanceof VendorError && error.kind === "misconfigured";
  return isItems || error instanceof FetchError ? error.message : undefined;
}

function rowOf({ key, parentKey, title, version, data }: Entry, skipReason: string | null): SourceItemRow {
  return {
    key,
    parentKey: parentKey ?? null,
    name: title ?? null,
    isContainer: false,
    version: version ?? null,
    skipReason,
    data: data ?? null,
  };
}

function batchOf(read: ReadContext<unknown>, results: readonly Result[], checkpoint: Json): Batch {
  const rows = results.flatMap(({ row }) => row ?? []);
  const items = results.map(({ item }) => item);
  if (rows.length === 0) return { items, checkpoint };
  return { items, checkpoint, persist: (trx) => saveSourceItems(trx, read, rows) };
}

function isFull(results: readonly Result[]): boolean {
  if (results.length >= batchItems) return true;
  let characters = 0;
  for (const { item } of results) if (item.kind === "content") characters += item.content.text.length;
  return characters >= batchCharacters;
}

function both(first: Batch["persist"], second: Batch["persist"]): Batch["persist"] {
  if (!first || !second) return first ?? second;
  return async (trx) => {
    await first(trx);
    await second(trx);
  };
}

/** Works on a few at a time and answers in the order asked. The first error ends it, after what came before it. */
async function* inOrder<T, R>(
  inputs: readonly T[],
  atOnce: () => number,
  work: (input: T) => Promise<R>,
): AsyncGenerator<R> {
  const underWay: Promise<R>[] = [];
  let next = 0;
  try {
    while (next < inputs.length || underWay.length > 0) {
      while (next < inputs.length && underWay.length < atOnce()) {
        const begun = work(inputs[next++] as T);
        // Awaited in its turn; until then a failure is no unhandled one.
        begun.catch(() => {});
        underWay.push(begun);
      }
      const first = underWay.shift();
      if (first) yield await first;
    }
  } finally {
    await Promise.allSettled(underWay);
  }
}
