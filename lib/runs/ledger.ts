import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { isDataError } from "#db/errors.ts";
import { withScope } from "#db/scope.ts";
import type { Batch, SourceItem } from "#lib/connectors/source.ts";
import { type DocumentRow, keyHash } from "./document-row.ts";
import { type LeasedRun, leaseS, lockRun } from "./lease.ts";
import type { Counters } from "./outcome.ts";
import type { Room } from "./quota.ts";
import type { RunRef } from "./settle-deletions.ts";
import { type Settled, settleItems } from "./settle-items.ts";
import { readKnown, writeDocuments, writeOutcomes } from "./write-settled.ts";

export type Stored = {
  cancelRequested: boolean;
  counts: Counters;
  /** What may be stored after it, where that is limited. */
  room: Room | undefined;
};

/**
 * Stores a batch in one transaction: documents, outcomes, counters, checkpoint, and what the source writes itself,
 * all or nothing. The counters add up at every commit.
 * @throws LostLease when the run is no longer ours: nothing was written
 */
export async function storeBatch(db: Db, run: LeasedRun, batch: Batch, room?: Room): Promise<Stored> {
  const refused = new Map<string, string>();
  try {
    return await withScope(db, run, (trx) => writeBatch(trx, run, batch, refused, room));
  } catch (error) {
    if (!isDataError(error) || !batch.items.some(({ kind }) => kind === "content")) throw error;
  }
  // PostgreSQL refuses a document (a word too long for its index, say): that one fails, the others are stored.
  await withScope(db, run, (trx) => findRefused(trx, run, batch, refused));
  return withScope(db, run, (trx) => writeBatch(trx, run, batch, refused, room));
}

async function writeBatch(
  trx: Db,
  run: LeasedRun,
  batch: Batch,
  refused: ReadonlyMap<string, string>,
  given: Room | undefined,
): Promise<Stored> {
  // A batch that is tried again has the same room again.
  const room = given && { ...given };
  const { cancelRequested } = await lockRun(trx, run);
  const items = refused.size === 0 ? batch.items : batch.items.map((item) => asRefused(item, refused));
  const counts = await writeItems(trx, run, items, room);
  await batch.persist?.(trx);
  await advance(trx, run, batch, counts);
  return { cancelRequested, counts, room };
}

/** Writes documents and outcomes of a run that the caller locked. @returns what its counters change by */
export async function writeItems(
  trx: Db,
  run: RunRef,
  items: readonly SourceItem[],
  room?: Room,
): Promise<Counters> {
  const settled = await settle(trx, run, items, room);
  await writeDocuments(trx, run, settled.documents);
  await writeOutcomes(trx, run, settled);
  return settled.counts;
}

async function settle(trx: Db, run: RunRef, items: readonly SourceItem[], room?: Room): Promise<Settled> {
  const hashes = new Map(items.map(({ key }) => [key, keyHash(key)]));
  const known = hashes.size === 0 ? new Map() : await readKnown(trx, run, [...hashes.values()]);
  return settleItems(items, known, uuid, room);
}

/** Whatever is committed here is where another worker continues. What brought something ends a row of failures. */
async function advance(trx: Db, run: LeasedRun, batch: Batch, counts: Counters): Promise<void> {
  const cursor = batch.cursor === undefined ? null : JSON.stringify(batch.cursor);
  const isProgress = batch.items.length > 0;
  await sql`
    update runs set added = added + ${counts.added}, updated = updated + ${counts.updated},
      unchanged = unchanged + ${counts.unchanged}, skipped = skipped + ${counts.skipped},
      failed = failed + ${counts.failed}, checkpoint = ${JSON.stringify(batch.checkpoint)}::jsonb,
      next_cursor = coalesce(${cursor}::jsonb, next_cursor),
      listing_complete = listing_complete or ${batch.listingComplete ?? false},
      deaths = case when ${isProgress} then 0 else deaths end,
      outages = case when ${isProgress} then 0 else outages end,
      reading_ms = coalesce(${run.spent?.readingMs ?? null}, reading_ms),
      storing_ms = coalesce(${run.spent?.storingMs ?? null}, storing_ms), in_hand = null,
      lease_expires_at = now() + make_interval(secs => ${leaseS})
    where workspace_id = ${run.workspaceId} and id = ${run.runId}`.execute(trx);
}

/** Writes each document alone and takes it back, to learn which ones can't be stored, and why. */
async function findRefused(
  trx: Db,
  run: LeasedRun,
  batch: Batch,
  refused: Map<string, string>,
): Promise<void> {
  await lockRun(trx, run);
  const { documents } = await settle(trx, run, batch.items);
  for (const document of documents) {
    const reason = await refusalOf(trx, run, document);
    if (reason !== undefined) refused.set(document.key, reason);
  }
}

async function refusalOf(trx: Db, run: LeasedRun, document: DocumentRow): Promise<string | undefined> {
  await sql`savepoint one_document`.execute(trx);
  try {
    await writeDocuments(trx, run, [document]);
    return undefined;
  } catch (error) {
    if (!isDataError(error)) throw error;
    return error instanceof Error ? error.message : String(error);
  } finally {
    await sql`rollback to savepoint one_document`.execute(trx);
  }
}

function asRefused(item: SourceItem, refused: ReadonlyMap<string, string>): SourceItem {
  const reason = item.kind === "content" ? refused.get(item.key) : undefined;
  if (reason === undefined) return item;
  const { key, title, link, durationMs } = item;
  return { key, title, link, durationMs, kind: "failed", error: `The database can't store it: ${reason}.` };
}
