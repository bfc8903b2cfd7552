import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import type { ItemOwner } from "#lib/sources/vendor/source-items.ts";
import { feedOfKey, itemKey } from "./mirror.ts";

/** What of a drive or site is read: all of it, or some items with what is below them. */
export type FeedScope = { feed: string; isWhole: boolean; itemIds: readonly string[] };

/**
 * Computes where the items of a drive are and which of them are read, from their folders' ids. What a folder's rename or
 * move changes for all that is in it is found here, not told by Microsoft.
 * @param everything although nothing moved: the addresses changed
 */
export async function placeItems(
  trx: Db,
  owner: ItemOwner,
  scope: FeedScope,
  everything: boolean,
): Promise<void> {
  const moved = everything ? "folders" : await whatMoved(trx, owner, scope.feed);
  if (moved === "nothing") return;
  // Files alone take their folder's place; when folders moved, the drive is walked from its root.
  const places = moved === "folders" ? placesOfAll(owner, scope) : placesOfMoved(owner, scope);
  // Written as an insertion that always conflicts: it finds each row by its key, whatever the statistics say.
  await sql`
    insert into source_items (workspace_id, connector_id, key_hash, key, data)
    select ${owner.workspaceId}, ${owner.connectorId}, o.key_hash, o.key,
      (o.data - 'moved') || jsonb_build_object('path', n.path, 'within', n.within)
        || case when n.within and (o.data->>'path', (o.data->>'within')::boolean) is distinct from (n.path, true)
             then '{"todo": true}' else '{}' end::jsonb
    from (${places}) n cross join lateral (
      select key_hash, key, data from source_items where ${mine(owner)} and key_hash = n.key_hash ${oneByOne}
    ) o
    where o.data ? 'moved'
      or (o.data->>'path', (o.data->>'within')::boolean) is distinct from (n.path, n.within)
    on conflict (workspace_id, connector_id, key_hash) do update set data = excluded.data`.execute(trx);
}

const mine = ({ workspaceId, connectorId }: ItemOwner) =>
  sql`workspace_id = ${workspaceId} and connector_id = ${connectorId}`;

/** Whether an item is one that an address names, or its whole drive is. */
const isNamed = ({ feed, isWhole, itemIds }: FeedScope) =>
  sql`(${isWhole} or key = any(${itemIds.map((id) => itemKey(feed, id))}::text[]))`;

/** The folder that an item is in, as far as it is known. */
const folderOf = (owner: ItemOwner, item: "i" | "m") => sql`
  select data->>'path' as path, (data->>'within')::boolean as within, true as is_known from source_items
  where ${mine(owner)} and key_hash = sha256(convert_to(${sql.ref(`${item}.parent_key`)}, 'UTF8')) and is_container
  ${oneByOne}`;

/** From the roots down, and from what hangs nowhere, because its folder is gone: its path is null, and so on below. */
function placesOfAll(owner: ItemOwner, scope: FeedScope) {
  return sql`
    with recursive tree as (
      select i.key_hash, i.key, i.is_container, case when i.parent_key is null then '' end as path,
        i.parent_key is null and i.is_named as within
      from (
        select key_hash, key, parent_key, is_container, ${isNamed(scope)} as is_named from source_items
        where ${mine(owner)} and ${feedOfKey} = ${scope.feed}
      ) i
      left join lateral (${folderOf(owner, "i")}) f on true
      where f.is_known is null
      union all
      select c.key_hash, c.key, c.is_container, t.path || '/' || c.name,
        t.path is not null and (t.within or c.is_named)
      from tree t cross join lateral (
        select key_hash, key, is_container, name, ${isNamed(scope)} as is_named from source_items
        where ${mine(owner)} and parent_key = t.key ${oneByOne}
      ) c
      where t.is_container
    )
    select key_hash, path, within from tree`;
}

function placesOfMoved(owner: ItemOwner, scope: FeedScope) {
  return sql`
    select m.key_hash, case when m.parent_key is null then '' else f.path || '/' || m.name end as path,
      coalesce(f.within, false) or (m.is_named and (m.parent_key is null or f.path is not null)) as within
    from (
      select key_hash, name, parent_key, ${isNamed(scope)} as is_named from source_items
      where ${mine(owner)} and ${feedOfKey} = ${scope.feed} and data ? 'moved'
    ) m
    left join lateral (${folderOf(owner, "m")}) f on true`;
}

async function whatMoved(trx: Db, owner: ItemOwner, feed: string): Promise<"nothing" | "files" | "folders"> {
  const { rows } = await sql<{ folders: boolean | null }>`
    select bool_or(is_container) as folders from source_items
    where ${mine(owner)} and ${feedOfKey} = ${feed} and data ? 'moved'`.execute(trx);
  const folders = rows[0]?.folders ?? null;
  if (folders === null) return "nothing";
  return folders ? "folders" : "files";
}
