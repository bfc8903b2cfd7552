import { type Expression, sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Json } from "#lib/connectors/source.ts";
import { keyHash } from "#lib/runs/document-row.ts";

export type ItemOwner = { workspaceId: string; connectorId: string };

/** What a source remembers of one of its items from run to run. */
export type SourceItemRow = {
  key: string;
  parentKey: string | null;
  name: string | null;
  isContainer: boolean;
  /** As the vendor counts it, with whatever else makes its document differ. */
  version: string | null;
  /** Why this version gives no document. */
  skipReason: string | null;
  data: Json;
};

/** `isStored`: a document of it exists, removed or not, so that it may be told unchanged. */
export type KnownSourceItem = SourceItemRow & { isStored: boolean };

const columns = sql`
  i.key, i.parent_key as "parentKey", i.name, i.is_container as "isContainer", i.version,
  i.skip_reason as "skipReason", i.data,
  exists (
    select from documents d
    where d.workspace_id = i.workspace_id and d.connector_id = i.connector_id and d.key_hash = i.key_hash
  ) as "isStored"`;

/** What is remembered of these keys. */
export async function readSourceItems(
  trx: Db,
  owner: ItemOwner,
  keys: readonly string[],
): Promise<Map<string, KnownSourceItem>> {
  if (keys.length === 0) return new Map();
  return byKey(await select(trx, owner, sql`i.key_hash = any(${keys.map(keyHash)}::bytea[])`));
}

/** The items right below some containers. */
export async function readChildren(
  trx: Db,
  owner: ItemOwner,
  parentKeys: readonly string[],
): Promise<KnownSourceItem[]> {
  if (parentKeys.length === 0) return [];
  return select(trx, owner, sql`i.parent_key = any(${parentKeys}::text[])`);
}

/** Every container, for a source that computes paths: a small part of what it has. */
export async function readContainers(trx: Db, owner: ItemOwner): Promise<Map<string, KnownSourceItem>> {
  return byKey(await select(trx, owner, sql`i.is_container`));
}

function byKey(items: KnownSourceItem[]): Map<string, KnownSourceItem> {
  return new Map(items.map((item) => [item.key, item]));
}

async function select(trx: Db, owner: ItemOwner, condition: Expression<unknown>): Promise<KnownSourceItem[]> {
  const { rows } = await sql<KnownSourceItem>`
    select ${columns} from source_items i
    where i.workspace_id = ${owner.workspaceId} and i.connector_id = ${owner.connectorId} and ${condition}
    order by i.key`.execute(trx);
  return rows;
}

/** Remembers items as they are now; rows that say the same already aren't written. The last of a repeated key counts. */
export async function saveSourceItems(
  trx: Db,
  owner: ItemOwner,
  items: readonly SourceItemRow[],
): Promise<void> {
  const last = [...new Map(items.map((item) => [item.key, item])).values()];
  if (last.length === 0) return;
  await sql`
    insert into source_items (workspace_id, connector_id, key_hash, key, parent_key, name, is_container, version,
      skip_reason, data)
    select ${owner.workspaceId}, ${owner.connectorId}, n.* from unnest(
      ${last.map(({ key }) => keyHash(key))}::bytea[], ${last.map(({ key }) => key)}::text[],
      ${last.map(({ parentKey }) => parentKey)}::text[], ${last.map(({ name }) => name)}::text[],
      ${last.map(({ isContainer }) => isContainer)}::boolean[], ${last.map(({ version }) => version)}::text[],
      ${last.map(({ skipReason }) => skipReason)}::text[], ${last.map(({ data }) => JSON.stringify(data))}::jsonb[]
    ) n
    on conflict (workspace_id, connector_id, key_hash) do update set parent_key = excluded.parent_key,
      name = excluded.name, is_container = excluded.is_container, version = excluded.version,
      skip_reason = excluded.skip_reason, data = excluded.data
    where (source_items.parent_key, source_items.name, source_items.is_container, source_items.version,
      source_items.skip_reason, source_items.data) is distinct from (excluded.parent_key, excluded.name,
      excluded.is_container, excluded.version, excluded.skip_reason, excluded.data)`.execute(trx);
}

export async function forgetSourceItems(trx: Db, owner: ItemOwner, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await sql`
    delete from source_items where workspace_id = ${owner.workspaceId} and connector_id = ${owner.connectorId}
      and key_hash = any(${keys.map(keyHash)}::bytea[])`.execute(trx);
}
