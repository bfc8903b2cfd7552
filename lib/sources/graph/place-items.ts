import { sql } from "kysely";
import type { Db } from "#db/client.ts";
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
  await sql`
    update source_items i set data = (i.data - 'moved') || jsonb_build_object('path', n.path, 'within', n.within)
      || case when n.within and (i.data->>'path', (i.data->>'within')::boolean) is distinct from (n.path, true)
           then '{"todo": true}' else '{}' end::jsonb
    from (${places}) n
    where i.workspace_id = ${owner.workspaceId} and i.connector_id = ${owner.connectorId} and i.key_hash = n.key_hash
      and (i.data ? 'moved' or (i.data->>'path', (i.data->>'within')::boolean) is distinct from (n.path, n.within))`.execute(
    trx,
  );
}

const mine = ({ workspaceId, connectorId }: ItemOwner) =>
  sql`(workspace_id, connector_id) = (${workspaceId}, ${connectorId})`;

/** Whether an item is one that an address names, or its whole drive is. */
const isNamed = ({ feed, isWhole, itemIds }: FeedScope) =>
  sql`(${isWhole} or key = any(${itemIds.map((id) => itemKey(feed, id))}::text[]))`;

function placesOfAll(owner: ItemOwner, scope: FeedScope) {
  return sql`
    with recursive tree as (
      select key_hash, key, is_container, '' as path, ${isNamed(scope)} as within from source_items
      where ${mine(owner)} and ${feedOfKey} = ${scope.feed} and parent_key is null
      union all
      select c.key_hash, c.key, c.is_container, t.path || '/' || c.name, t.within or c.is_named
      from tree t cross join lateral (
        select key_hash, key, is_container, name, ${isNamed(scope)} as is_named from source_items
        where ${mine(owner)} and parent_key = t.key
        offset 0
      ) c
      where t.is_container
    )
    select s.key_hash, t.path, coalesce(t.within, false) as within
    from source_items s left join tree t on t.key_hash = s.key_hash
    where s.workspace_id = ${owner.workspaceId} and s.connector_id = ${owner.connectorId}
      and split_part(s.key, '/', 1) = ${scope.feed}`;
}

function placesOfMoved(owner: ItemOwner, scope: FeedScope) {
  return sql`
    select m.key_hash, case when m.parent_key is null then '' else f.path || '/' || m.name end as path,
      coalesce(f.within, false) or (m.is_named and (m.parent_key is null or f.path is not null)) as within
    from (
      select key_hash, name, parent_key, ${isNamed(scope)} as is_named from source_items
      where ${mine(owner)} and ${feedOfKey} = ${scope.feed} and data ? 'moved'
    ) m
    left join lateral (
      select data->>'path' as path, (data->>'within')::boolean as within from source_items
      where ${mine(owner)} and key_hash = sha256(convert_to(m.parent_key, 'UTF8')) and is_container
      offset 0
    ) f on true`;
}

async function whatMoved(trx: Db, owner: ItemOwner, feed: string): Promise<"nothing" | "files" | "folders"> {
  const { rows } = await sql<{ folders: boolean | null }>`
    select bool_or(is_container) as folders from source_items
    where ${mine(owner)} and ${feedOfKey} = ${feed} and data ? 'moved'`.execute(trx);
  const folders = rows[0]?.folders ?? null;
  if (folders === null) return "nothing";
  return folders ? "folders" : "files";
}
