import type { Db } from "#db/client.ts";
import type { BlobRef, BlobStore } from "#lib/storage/blobs.ts";

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** What a run learnt of one item. `key` is the source's own stable key, never a title. */
export type SourceItem = { key: string; title?: string; link?: string; durationMs?: number } & (
  | { kind: "content"; content: ItemContent }
  /** The source says it is as it was (304, same version): nothing was downloaded. */
  | { kind: "unchanged" }
  /** A positive tombstone: the source says that it is gone. */
  | { kind: "gone"; reason: string }
  | { kind: "skipped"; reason: string }
  | { kind: "failed"; error: string }
);

/** A document as the source has it. Stored only when its text, title, link or metadata differ. */
export type ItemContent = {
  /** Markdown; tables as Markdown tables. */
  text: string;
  mime: string;
  /** Original bytes, already in the blob store. */
  original?: BlobRef;
  /** E-mail of the document's owner. */
  fileOwner?: string;
  author?: string;
  /** BCP 47. */
  language?: string;
  createdAt?: Date;
  modifiedAt?: Date;
  metadata?: JsonObject;
};

/**
 * Items and the place to continue from. The engine stores one batch in one transaction:
 * documents, outcomes, counters, checkpoint and what `persist` writes, all or nothing.
 */
export type Batch = {
  items: SourceItem[];
  /** Where another worker continues this run. Small: it is written with every batch. */
  checkpoint: Json;
  /** Writes the source's own tables (a crawl frontier) in the batch's transaction. Must be repeatable. */
  persist?: (trx: Db) => Promise<void>;
  /** What the next run starts from (a delta token); kept when the run ends well. */
  cursor?: Json;
  /** Only for `deletions: "listing"`: true on the last batch when every page of the listing succeeded. */
  listingComplete?: boolean;
};

export type SourceContext<Slots = JsonObject> = {
  workspaceId: string;
  connectorId: string;
  slots: Slots;
  credentials: JsonObject | null;
  signal: AbortSignal;
};

export type ReadContext<Slots = JsonObject> = SourceContext<Slots> & {
  runId: string;
  /** The last committed checkpoint of this run, null at its start. */
  checkpoint: Json;
  /** The cursor that the last good run left, null at first. */
  cursor: Json;
  /** Reads these items alone, by their keys: a retry of what failed. No item but these is named; nothing is deleted. */
  onlyKeys: string[] | null;
  /**
   * Says that an item is about to be read, by its key: told before it is, so that one that stops the worker is known.
   * Free unless a worker died over this run. Answers why the item must be left alone, if so: then it failed.
   */
  begin: (key: string) => Promise<string | undefined>;
  /** Whether a worker died over this run lately: then one item is read after the other, each begun when the last is stored. */
  isCareful: () => boolean;
  blobs: BlobStore;
  /** Reads or writes outside a batch, in a transaction of the connector's workspace. */
  inWorkspace: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
  /** Tells what is being read, for the live page; cheap, may be called for every item. */
  progress: (at: { current?: string; total?: number; stage?: string }) => void;
};

/** Settings that are tried: those of a connector that may not exist yet, or of an edit of one. Nothing is written. */
export type TrialContext<Slots = JsonObject> = Omit<SourceContext<Slots>, "connectorId"> & {
  /** null before the connector exists. */
  connectorId: string | null;
};

export type PreviewContext<Slots = JsonObject> = TrialContext<Slots> & {
  /** Items at most. */
  limit: number;
  /** Reads in the workspace; nothing can be written. */
  inWorkspace: <T>(work: (trx: Db) => Promise<T>) => Promise<T>;
};

/** What a run would make of an item. Its text isn't shown. */
export type PreviewItem = { key: string; title: string; link: string | null } & (
  | { kind: "content"; mime?: string; sizeBytes?: number }
  | { kind: "skipped" | "failed"; reason: string; mime?: string; sizeBytes?: number }
);

/** A piece of a preview, told as soon as it is known: when its time is over, what was told is shown. */
export type PreviewPart = {
  items?: PreviewItem[];
  /** How many documents a run would find; the last one told counts. */
  estimatedTotal?: number;
  /** What the settings come to: a query, a folder. */
  resolved?: string;
  /** Whether there is more than `limit` allows to show. */
  hasMore?: boolean;
  /** A sentence about what is shown, or isn't. */
  note?: string;
};

/** One stage of a check, in the order tried; later stages are absent when one failed. */
export type CheckStage = {
  stage: "reachable" | "signed_in" | "may_read" | "sample";
  ok: boolean;
  /** What was found, or what is wrong and what to do about it. */
  message: string;
  /** The field that would put it right (`slots.url`, `credentials.api_token`). */
  path?: string;
};

/** A connector type's reader. Reads only; the engine stores, counts and deletes. */
export type Source<Slots = JsonObject> = {
  /** `tombstones`: only `gone` items are deleted. `listing`: documents that a complete listing didn't name. */
  deletions: "tombstones" | "listing";
  check: (context: TrialContext<Slots>) => Promise<CheckStage[]>;
  /**
   * The first items that a run would read, and what it would skip. Stops at `limit` and when `signal` aborts.
   * @throws SourceError when it can't go on
   */
  preview: (context: PreviewContext<Slots>) => AsyncIterable<PreviewPart>;
  read: (context: ReadContext<Slots>) => AsyncIterable<Batch>;
};

/** Why a source can't go on. The class is the retry policy. */
export type SourceErrorKind =
  /** Come back at `retryAt`: the run is rescheduled, the worker doesn't sleep. */
  | "rate_limited"
  /** Unreachable or 5xx: try again with backoff. */
  | "unavailable"
  /** Credentials refused or missing: no retry until they are replaced. */
  | "credentials"
  /** The configured place doesn't exist or can't be read: no retry. */
  | "misconfigured";

export class SourceError extends Error {
  override readonly name = "SourceError";
  readonly kind: SourceErrorKind;
  readonly retryAt: Date | undefined;

  constructor(kind: SourceErrorKind, message: string, options: { retryAt?: Date; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.retryAt = options.retryAt;
  }
}
