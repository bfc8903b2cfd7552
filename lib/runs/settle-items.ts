import type { SourceItem } from "#lib/connectors/source.ts";
import { type DocumentRow, documentRow, keyHash } from "./document-row.ts";
import { type Counters, mergeOutcome, noCounts, type Outcome } from "./outcome.ts";
import type { Room } from "./quota.ts";
import { storableText } from "./storable.ts";

/** What the database knows of an item's key before a batch. */
export type KnownItem = {
  documentId: string | null;
  contentHash: Buffer | null;
  isRemoved: boolean;
  isKept: boolean;
  /** What this run counted it as already. */
  seen: Outcome | null;
};

/** A row of `run_items`. */
export type ItemRow = {
  keyHash: Buffer;
  key: string;
  outcome: Outcome;
  reason: string | null;
  title: string | null;
  link: string | null;
  documentId: string | null;
  sizeBytes: number | null;
  durationMs: number | null;
};

/** What one batch writes. */
export type Settled = {
  /** Documents that are new or differ. */
  documents: DocumentRow[];
  /** Removed documents that the source has again, as they were. */
  restored: string[];
  /** Documents that the source named: nothing plans to delete them any more. */
  present: string[];
  /** Of these, the ones that a person kept although the source hadn't them. */
  unkept: string[];
  /** Documents that the source says are gone. */
  gone: { documentId: string; reason: string }[];
  seen: { keyHash: Buffer; outcome: Outcome }[];
  rows: ItemRow[];
  /** Items whose row goes: they turned out unchanged. */
  cleared: Buffer[];
  counts: Counters;
};

type Working = KnownItem & {
  keyHash: Buffer;
  before: Outcome | null;
  document: DocumentRow | null;
  isRestored: boolean;
  isPresent: boolean;
  gone: string | null;
  row: ItemRow | null;
};

const unknown: KnownItem = {
  documentId: null,
  contentHash: null,
  isRemoved: false,
  isKept: false,
  seen: null,
};

/**
 * Decides what a batch of items does to documents, item rows and counters. Each key counts once in a run, whatever
 * the source repeats, in one batch or over several.
 * @param known by key hash in hex
 * @param newId the id of a document that is new
 * @param room what may still be stored; new documents take of it, and those that don't fit are skipped
 */
export function settleItems(
  items: readonly SourceItem[],
  known: ReadonlyMap<string, KnownItem>,
  newId: () => string,
  room: Room = { documents: Infinity, bytes: Infinity },
): Settled {
  const working = new Map<string, Working>();
  for (const item of items) {
    const hash = keyHash(item.key);
    const name = hash.toString("hex");
    const state = working.get(name) ?? begin(hash, known.get(name) ?? unknown);
    working.set(name, state);
    meet(state, item, newId, room);
  }
  return collect([...working.values()]);
}

function begin(hash: Buffer, known: KnownItem): Working {
  return {
    ...known,
    keyHash: hash,
    before: known.seen,
    document: null,
    isRestored: false,
    isPresent: false,
    gone: null,
    row: null,
  };
}

function meet(state: Working, item: SourceItem, newId: () => string, room: Room): void {
  if (item.kind === "gone") {
    if (state.documentId !== null && !state.isRemoved) state.gone = storableText(item.reason);
    state.isPresent = false;
    return;
  }
  state.isPresent = true;
  state.gone = null;
  const { outcome, reason } = resultOf(state, item, newId, room);
  const merged = mergeOutcome(state.seen, outcome);
  state.seen = merged;
  state.row = merged === "unchanged" ? null : itemRow(state, item, merged, reason);
}

function resultOf(
  state: Working,
  item: Exclude<SourceItem, { kind: "gone" }>,
  newId: () => string,
  room: Room,
): { outcome: Outcome; reason: string | null } {
  switch (item.kind) {
    case "failed":
      return { outcome: "failed", reason: item.error };
    case "skipped":
      return { outcome: "skipped", reason: item.reason };
    case "unchanged":
      if (state.documentId === null) {
        return { outcome: "skipped", reason: "unchanged at its source, and nothing is stored of it" };
      }
      return { outcome: keepAsIs(state), reason: null };
    case "content":
      return take(state, item, newId, room);
  }
}

function keepAsIs(state: Working): Outcome {
  if (!state.isRemoved) return "unchanged";
  state.isRestored = true;
  state.isRemoved = false;
  return "added";
}

function take(
  state: Working,
  item: Extract<SourceItem, { kind: "content" }>,
  newId: () => string,
  room: Room,
): { outcome: Outcome; reason: string | null } {
  const isNew = state.documentId === null;
  const row = documentRow(item, state.keyHash, state.documentId ?? newId());
  if (!isNew && state.contentHash?.equals(row.contentHash)) return { outcome: keepAsIs(state), reason: null };
  const isAdded = isNew || state.isRemoved;
  if (isAdded) {
    const full = whatIsFull(room, row.sizeBytes);
    if (full) return { outcome: "skipped", reason: `over the workspace's limit of ${full}` };
    room.documents -= 1;
    room.bytes -= row.sizeBytes;
  }
  state.document = row;
  state.documentId = row.id;
  state.contentHash = row.contentHash;
  state.isRemoved = false;
  state.isRestored = false;
  return { outcome: isAdded ? "added" : "updated", reason: null };
}

function whatIsFull(room: Room, sizeBytes: number): string | undefined {
  if (room.documents < 1) return "documents (MAX_DOCUMENTS)";
  return room.bytes < sizeBytes ? "bytes (MAX_BYTES)" : undefined;
}

function itemRow(state: Working, item: SourceItem, outcome: Outcome, reason: string | null): ItemRow {
  const row = {
    keyHash: state.keyHash,
    key: storableText(item.key),
    outcome,
    reason: reason === null ? null : storableText(reason),
    title: item.title === undefined ? null : storableText(item.title),
    link: item.link === undefined ? null : storableText(item.link),
    documentId: state.documentId,
    sizeBytes: state.document?.sizeBytes ?? null,
    durationMs: item.durationMs === undefined ? null : Math.round(item.durationMs),
  };
  return row;
}

function collect(states: Working[]): Settled {
  const counts = noCounts();
  for (const { before, seen } of states) {
    if (before === seen) continue;
    if (before !== null) counts[before] -= 1;
    if (seen !== null) counts[seen] += 1;
  }
  const ids = (some: Working[]) => some.flatMap(({ documentId }) => documentId ?? []);
  const present = states.filter(({ isPresent }) => isPresent);
  return {
    documents: states.flatMap(({ document }) => document ?? []),
    restored: ids(states.filter(({ isRestored }) => isRestored)),
    present: ids(present),
    unkept: ids(present.filter(({ isKept, document }) => isKept && document === null)),
    gone: states.flatMap(({ documentId, gone }) =>
      documentId !== null && gone !== null ? [{ documentId, reason: gone }] : [],
    ),
    seen: states.flatMap(({ keyHash: hash, before, seen }) =>
      seen !== null && seen !== before ? [{ keyHash: hash, outcome: seen }] : [],
    ),
    rows: states.flatMap(({ row }) => row ?? []),
    cleared: states
      .filter(({ before, seen }) => before !== null && before !== "unchanged" && seen === "unchanged")
      .map(({ keyHash: hash }) => hash),
    counts,
  };
}
