import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import type { ItemOwner } from "#lib/sources/vendor/source-items.ts";
import type { MirrorData } from "./mirror.ts";

/** An item that is within the configured addresses. */
export type MirrorRow = {
  key: string;
  /** Hex; items are read in its order. */
  hash: string;
  parentKey: string | null;
  name: string;
  /** Of which its document, or the reason for having none, was written. */
  version: string | null;
  skipReason: string | null;
  data: MirrorData;
};

export type DueFilter = {
  feeds: readonly string[];
  /** Hash of the last item read. */
  after: string;
  /** Also those that didn't change. */
  everything: boolean;
  limit: number;
};

const columns = sql`key, encode(key_hash, 'hex') as hash, parent_key as "parentKey", name, version,
  skip_reason as "skipReason", data`;
const isItem = sql`not is_container and (data->>'within')::boolean`;

/** The next items that are to be read. */
export async function readDue(trx: Db, owner: ItemOwner, filter: DueFilter): Promise<MirrorRow[]> {
  const { rows } = await sql<MirrorRow>`
    select ${columns} from source_items
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId} and ${isItem}
      and key_hash > ${Buffer.from(filter.after, "hex")} and (${filter.everything} or data ? 'todo')
      and data->>'feed' = any(${filter.feeds}::text[])
    order by key_hash limit ${filter.limit}`.execute(trx);
  return rows;
}

/** Some items by their keys, as far as they are within the configured addresses. */
export async function readRows(trx: Db, owner: ItemOwner, keys: readonly string[]): Promise<MirrorRow[]> {
  const { rows } = await sql<MirrorRow>`
    select ${columns} from source_items
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId} and ${isItem}
      and key_hash = any(${keys.map(keyHash)}::bytea[])`.execute(trx);
  return rows;
}

/** How many items are to be read, for a run's progress. */
export async function countDue(
  trx: Db,
  owner: ItemOwner,
  { feeds, everything }: Pick<DueFilter, "feeds" | "everything">,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from source_items
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId} and ${isItem}
      and (${everything} or data ? 'todo') and data->>'feed' = any(${feeds}::text[])`.execute(trx);
  return rows[0]?.count ?? 0;
}

/**
 * How many items a run's complete listing of a drive named without naming their folder: where they are, and so whether
 * they are to be read, isn't known. Asked once they are placed: what has a path needs no second look.
 */
export async function countUnplaced(trx: Db, owner: ItemOwner, feed: string, runId: string): Promise<number> {
  const { workspaceId, connectorId } = owner;
  const { rows } = await sql<{ count: number }>`
    select count(*) as count
    from (
      select parent_key from source_items
      where workspace_id = ${workspaceId} and connector_id = ${connectorId} and parent_key is not null
        and data->>'path' is null and data->>'feed' = ${feed} and starts_with(data->>'listed', ${runId})
      ${oneByOne}
    ) i left join lateral (
      select true as is_known from source_items
      where workspace_id = ${workspaceId} and connector_id = ${connectorId}
        and key_hash = sha256(convert_to(i.parent_key, 'UTF8'))
      ${oneByOne}
    ) f on true
    where f.is_known is null`.execute(trx);
  return rows[0]?.count ?? 0;
}

/** A document whose item isn't within the configured addresses any more. */
export type Orphan = {
  key: string;
  hash: string;
  title: string;
  link: string | null;
  /** It is still there, beside what is read. */
  isElsewhere: boolean;
};

export type OrphanFilter = {
  /** Drives and sites whose listing is complete; null for all. */
  feeds: readonly string[] | null;
  after: string;
  limit: number;
};

/** Live documents that nobody keeps, each with what is known of its item. */
const documentsWithItems = (owner: ItemOwner) => sql`
  documents d left join lateral (
    select (s.data->>'within')::boolean as within, s.data->>'path' as path from source_items s
    where s.workspace_id = d.workspace_id and s.connector_id = d.connector_id and s.key_hash = d.key_hash
    ${oneByOne}
  ) s on true
  where d.workspace_id = ${owner.workspaceId} and d.connector_id = ${owner.connectorId}
    and d.removed_at is null and d.kept_at is null`;

/** The next documents without an item. */
export async function readOrphans(trx: Db, owner: ItemOwner, filter: OrphanFilter): Promise<Orphan[]> {
  const { feeds, after, limit } = filter;
  const { rows } = await sql<Orphan>`
    select d.key, encode(d.key_hash, 'hex') as hash, d.title, d.link, s.path is not null as "isElsewhere"
    from ${documentsWithItems(owner)} and s.within is not true and d.key_hash > ${Buffer.from(after, "hex")}
      and (${feeds === null} or split_part(d.key, '/', 1) = any(${feeds ?? []}::text[]))
    order by d.key_hash limit ${limit}`.execute(trx);
  return rows;
}

/** How many documents there are, and how many of them are without an item. */
export async function countOrphans(trx: Db, owner: ItemOwner): Promise<{ live: number; orphans: number }> {
  const { rows } = await sql<{ live: number; orphans: number }>`
    select count(*) as live, count(*) filter (where s.within is not true) as orphans
    from ${documentsWithItems(owner)}`.execute(trx);
  return rows[0] ?? { live: 0, orphans: 0 };
}
