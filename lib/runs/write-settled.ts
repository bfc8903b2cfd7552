import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import type { DocumentRow } from "./document-row.ts";
import type { Outcome } from "./outcome.ts";
import type { RunRef } from "./settle-deletions.ts";
import type { ItemRow, KnownItem, Settled } from "./settle-items.ts";

/** What is known of these keys, by key hash in hex: one statement for a batch. */
export async function readKnown(trx: Db, run: RunRef, hashes: Buffer[]): Promise<Map<string, KnownItem>> {
  const { rows } = await sql<KnownItem & { hash: string }>`
    select encode(k.key_hash, 'hex') as hash, d.id as "documentId", d.content_hash as "contentHash",
      d.removed_at is not null as "isRemoved", d.kept_at is not null as "isKept", s.outcome as seen
    from unnest(${hashes}::bytea[]) k (key_hash)
    left join lateral (
      select * from documents d
      where d.workspace_id = ${run.workspaceId} and d.connector_id = ${run.connectorId} and d.key_hash = k.key_hash
      ${oneByOne}
    ) d on true
    left join lateral (
      select outcome from run_seen s
      where s.workspace_id = ${run.workspaceId} and s.run_id = ${run.runId} and s.key_hash = k.key_hash
      ${oneByOne}
    ) s on true`.execute(trx);
  return new Map(rows.map(({ hash, ...known }) => [hash, known]));
}

/** Writes documents that are new or differ, all in one statement. */
export async function writeDocuments(trx: Db, run: RunRef, documents: DocumentRow[]): Promise<void> {
  if (documents.length === 0) return;
  const column = <K extends keyof DocumentRow>(name: K) => documents.map((document) => document[name]);
  await sql`
    insert into documents as d (workspace_id, connector_id, id, key_hash, key, title, link, text, mime, size_bytes,
      blob_sha256, content_hash, file_owner, author, language, metadata, source_created_at, source_modified_at)
    select ${run.workspaceId}, ${run.connectorId}, u.*
    from unnest(
      ${column("id")}::uuid[], ${column("keyHash")}::bytea[], ${column("key")}::text[], ${column("title")}::text[],
      ${column("link")}::text[], ${column("text")}::text[], ${column("mime")}::text[], ${column("sizeBytes")}::bigint[],
      ${column("blob")}::text[], ${column("contentHash")}::bytea[], ${column("fileOwner")}::text[],
      ${column("author")}::text[], ${column("language")}::text[], ${column("metadata")}::jsonb[],
      ${column("createdAt")}::timestamptz[], ${column("modifiedAt")}::timestamptz[]
    ) u
    on conflict (workspace_id, connector_id, key_hash) do update set title = excluded.title, link = excluded.link,
      text = excluded.text, mime = excluded.mime, size_bytes = excluded.size_bytes, blob_sha256 = excluded.blob_sha256,
      content_hash = excluded.content_hash, file_owner = excluded.file_owner, author = excluded.author,
      language = excluded.language, metadata = excluded.metadata, source_created_at = excluded.source_created_at,
      source_modified_at = excluded.source_modified_at, updated_at = now(), removed_at = null,
      removed_reason = null, kept_at = null`.execute(trx);
}

/** Writes what a batch did besides its documents. */
export async function writeOutcomes(trx: Db, run: RunRef, settled: Settled): Promise<void> {
  await restoreDocuments(trx, run, settled.restored, settled.unkept);
  await markSeen(trx, run, settled.seen);
  await writeItemRows(trx, run, settled.rows);
  await clearItemRows(trx, run, settled.cleared);
  await planDeletions(trx, run, settled.present, settled.gone);
}

async function restoreDocuments(trx: Db, run: RunRef, restored: string[], unkept: string[]): Promise<void> {
  if (restored.length + unkept.length === 0) return;
  await sql`
    update documents set removed_at = null, removed_reason = null, kept_at = null,
      updated_at = case when removed_at is null then updated_at else now() end
    where workspace_id = ${run.workspaceId} and id = any(${[...restored, ...unkept]}::uuid[])`.execute(trx);
}

async function markSeen(trx: Db, run: RunRef, seen: { keyHash: Buffer; outcome: Outcome }[]): Promise<void> {
  if (seen.length === 0) return;
  await sql`
    insert into run_seen (workspace_id, run_id, key_hash, outcome)
    select ${run.workspaceId}, ${run.runId}, u.*
    from unnest(${seen.map((one) => one.keyHash)}::bytea[], ${seen.map((one) => one.outcome)}::text[]) u
    on conflict (workspace_id, run_id, key_hash) do update set outcome = excluded.outcome`.execute(trx);
}

async function writeItemRows(trx: Db, run: RunRef, rows: ItemRow[]): Promise<void> {
  if (rows.length === 0) return;
  const column = <K extends keyof ItemRow>(name: K) => rows.map((row) => row[name]);
  await sql`
    insert into run_items (workspace_id, run_id, key_hash, key, outcome, reason, title, link, document_id, size_bytes,
      duration_ms)
    select ${run.workspaceId}, ${run.runId}, u.*
    from unnest(
      ${column("keyHash")}::bytea[], ${column("key")}::text[], ${column("outcome")}::text[], ${column("reason")}::text[],
      ${column("title")}::text[], ${column("link")}::text[], ${column("documentId")}::uuid[],
      ${column("sizeBytes")}::bigint[], ${column("durationMs")}::integer[]
    ) u
    on conflict (workspace_id, run_id, key_hash) do update set outcome = excluded.outcome, reason = excluded.reason,
      title = excluded.title, link = excluded.link, document_id = excluded.document_id,
      size_bytes = excluded.size_bytes, duration_ms = excluded.duration_ms, at = now()`.execute(trx);
}

async function clearItemRows(trx: Db, run: RunRef, cleared: Buffer[]): Promise<void> {
  if (cleared.length === 0) return;
  await sql`
    delete from run_items where workspace_id = ${run.workspaceId} and run_id = ${run.runId}
      and key_hash = any(${cleared}::bytea[])`.execute(trx);
}

/** What the source names isn't deleted any more, by this run or by one that a person is asked about. */
async function planDeletions(
  trx: Db,
  run: RunRef,
  present: string[],
  gone: { documentId: string; reason: string }[],
): Promise<void> {
  if (present.length > 0) {
    await sql`
      delete from run_deletions
      where workspace_id = ${run.workspaceId} and document_id = any(${present}::uuid[])`.execute(trx);
  }
  if (gone.length > 0) {
    await sql`
      insert into run_deletions (workspace_id, run_id, document_id, reason)
      select ${run.workspaceId}, ${run.runId}, u.*
      from unnest(${gone.map((one) => one.documentId)}::uuid[], ${gone.map((one) => one.reason)}::text[]) u
      on conflict do nothing`.execute(trx);
  }
}
