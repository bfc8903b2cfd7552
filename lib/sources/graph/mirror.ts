import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { keyHash } from "#lib/runs/document-row.ts";
import type { ItemOwner } from "#lib/sources/vendor/source-items.ts";
import type { ItemFacts, ItemKind, ListedItem } from "./facts.ts";

/*
 * What each drive looks like, as its delta tells it: every item by its id, with its folder's id. The delta of a renamed
 * or moved folder doesn't name what is in it, so paths, and what is within the configured addresses, are computed here
 * (`place-items.ts`). Rows of `source_items`, whose `data` holds:
 */
export type MirrorData = {
  /** The drive, or the site for its pages. */
  feed: string;
  kind: ItemKind;
  facts: ItemFacts;
  /** The complete listing that named it last: its run, and how often it had begun anew. */
  listed?: string;
  /** Its folder or its name is new: it has to be placed. */
  moved?: true;
  /** Its facts or its place changed since its document was written. */
  todo?: true;
  path?: string;
  within?: boolean;
};

export function itemKey(feed: string, id: string): string {
  return `${feed}/${id}`;
}

/** Which drive or site a key belongs to, in SQL. */
export const feedOfKey = sql`split_part(key, '/', 1)`;

/**
 * Remembers items as a page of a listing tells them; rows that say the same already aren't written.
 * @param listedBy the listing, when it is a complete one
 */
export async function rememberItems(
  trx: Db,
  owner: ItemOwner,
  feed: string,
  items: readonly ListedItem[],
  listedBy?: string,
): Promise<void> {
  const last = [...new Map(items.map((item) => [item.id, item])).values()];
  if (last.length === 0) return;
  const keys = last.map(({ id }) => itemKey(feed, id));
  const data = last.map(({ kind, facts }) =>
    JSON.stringify({ feed, kind, facts, ...(listedBy && { listed: listedBy }) } satisfies MirrorData),
  );
  await sql`
    insert into source_items as i (workspace_id, connector_id, key_hash, key, parent_key, name, is_container, data)
    select ${owner.workspaceId}, ${owner.connectorId}, n.hash, n.key, n.parent_key, n.name, n.is_container,
      n.data || '{"moved": true, "todo": true}'
    from unnest(${keys.map(keyHash)}::bytea[], ${keys}::text[],
      ${last.map(({ parentId }) => parentId && itemKey(feed, parentId))}::text[],
      ${last.map(({ name }) => name)}::text[], ${last.map(({ kind }) => isContainer(kind))}::boolean[],
      ${data}::jsonb[]) n(hash, key, parent_key, name, is_container, data)
    on conflict (workspace_id, connector_id, key_hash) do update set
      parent_key = excluded.parent_key, name = excluded.name, is_container = excluded.is_container,
      data = i.data || (excluded.data - 'moved' - 'todo')
        || case when (i.parent_key, i.name, i.is_container) is distinct from
            (excluded.parent_key, excluded.name, excluded.is_container) then '{"moved": true}' else '{}' end::jsonb
        || case when i.data->'facts' is distinct from excluded.data->'facts' then '{"todo": true}' else '{}' end::jsonb
    where (i.parent_key, i.name, i.is_container, i.data->'facts', i.data->'listed', i.data->'kind') is distinct from
      (excluded.parent_key, excluded.name, excluded.is_container, excluded.data->'facts',
        coalesce(excluded.data->'listed', i.data->'listed'), excluded.data->'kind')`.execute(trx);
}

function isContainer(kind: ItemKind): boolean {
  return kind === "root" || kind === "folder";
}

/** Forgets items that are gone. What was in them leads nowhere from then on, unless it was moved elsewhere. */
export async function forgetItems(
  trx: Db,
  owner: ItemOwner,
  feed: string,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  const keys = ids.map((id) => itemKey(feed, id));
  await sql`
    update source_items set data = data || '{"moved": true}'
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and parent_key = any(${keys}::text[])`.execute(trx);
  await sql`
    delete from source_items where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and key_hash = any(${keys.map(keyHash)}::bytea[])`.execute(trx);
}

/** Forgets what a complete listing of a drive didn't name. */
export async function forgetUnlisted(
  trx: Db,
  owner: ItemOwner,
  feed: string,
  listedBy: string,
): Promise<void> {
  await sql`
    delete from source_items where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and ${feedOfKey} = ${feed} and data->>'listed' is distinct from ${listedBy}`.execute(trx);
}

/** Forgets all items of a site but these, its pages. */
export async function forgetOthers(
  trx: Db,
  owner: ItemOwner,
  feed: string,
  ids: readonly string[],
): Promise<void> {
  await sql`
    delete from source_items where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and ${feedOfKey} = ${feed} and key <> all(${ids.map((id) => itemKey(feed, id))}::text[])`.execute(trx);
}

/** Forgets drives and sites that no address leads to any more. */
export async function forgetFeeds(trx: Db, owner: ItemOwner, wanted: readonly string[]): Promise<void> {
  await sql`
    delete from source_items where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and ${feedOfKey} <> all(${wanted}::text[])`.execute(trx);
}

/** Which drives are known, by their roots: a delta link is worth nothing without what it continues. */
export async function knownFeeds(trx: Db, owner: ItemOwner): Promise<Set<string>> {
  const { rows } = await sql<{ feed: string }>`
    select ${feedOfKey} as feed from source_items
    where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and is_container and parent_key is null`.execute(trx);
  return new Set(rows.map(({ feed }) => feed));
}

/** Which of these items are known. */
export async function knownKeys(trx: Db, owner: ItemOwner, keys: readonly string[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const { rows } = await sql<{ key: string }>`
    select key from source_items where workspace_id = ${owner.workspaceId}
      and connector_id = ${owner.connectorId} and key_hash = any(${keys.map(keyHash)}::bytea[])`.execute(trx);
  return new Set(rows.map(({ key }) => key));
}

/** How many items of a drive or site are known. */
export async function countItems(trx: Db, owner: ItemOwner, feed: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from source_items where workspace_id = ${owner.workspaceId}
      and connector_id = ${owner.connectorId} and ${feedOfKey} = ${feed}`.execute(trx);
  return rows[0]?.count ?? 0;
}
