import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import {
  type ItemOwner,
  readSourceItems,
  type SourceItemRow,
  saveSourceItems,
} from "#lib/sources/vendor/source-items.ts";
import type { DriveFile } from "./drive-file.ts";
import { reachedFrom, type Step } from "./steps.ts";

/** What is remembered of a file, folder or shortcut beside its place and version. */
export type NodeData = {
  file: DriveFile;
  /** A file whose document may not be as it is: what a run still has to read, or failed to. */
  due?: true;
  /**
   * A folder whose children aren't known: listed together with others, alone where that isn't trusted, or not any more
   * in this run because it failed.
   */
  todo?: "together" | "alone" | "failed";
  /** A shortcut's target, and whether that is still to be found. */
  target?: string;
  resolve?: true;
  /** Why a shortcut leads nowhere. */
  problem?: string;
  /** The run that met it last while it listed everything. */
  listing?: string;
  /** Why it isn't part of the tree any more. */
  gone?: string;
  /** Where a tree begins inside the root: the names of the folders above it. */
  above?: string;
};

export type Node = Omit<SourceItemRow, "data"> & { data: NodeData };
export type StoredNode = Node & { isStored: boolean };

/** The nodes of these keys. */
export async function readNodes(
  trx: Db,
  owner: ItemOwner,
  keys: readonly string[],
): Promise<Map<string, StoredNode>> {
  const known = await readSourceItems(trx, owner, [...new Set(keys)]);
  return known as unknown as Map<string, StoredNode>;
}

export async function saveNodes(trx: Db, owner: ItemOwner, nodes: readonly Node[]): Promise<void> {
  await saveSourceItems(trx, owner, nodes as readonly (Node & { data: never })[]);
}

const columns = sql`i.key, i.parent_key as "parentKey", i.name, i.is_container as "isContainer", i.version,
  i.skip_reason as "skipReason", i.data`;

function ownedBy({ workspaceId, connectorId }: ItemOwner): RawBuilder<boolean> {
  return sql<boolean>`i.workspace_id = ${workspaceId} and i.connector_id = ${connectorId}`;
}

async function select(trx: Db, owner: ItemOwner, rest: RawBuilder<unknown>): Promise<Node[]> {
  const { rows } = await sql<Node>`
    select ${columns} from source_items i where ${ownedBy(owner)} and ${rest}`.execute(trx);
  return rows;
}

/** The next folders to list with one request: together, as far as they are in one drive, or a single one. */
export async function nextFolders(trx: Db, owner: ItemOwner, atMost: number): Promise<Node[]> {
  const nodes = await select(
    trx,
    owner,
    sql`i.is_container and i.data->>'todo' in ('together', 'alone') and not i.data ? 'gone'
      order by i.data->>'todo' desc, i.data->'file'->>'driveId', i.key_hash limit ${atMost}`,
  );
  const first = nodes[0];
  if (!first || first.data.todo === "alone") return nodes.slice(0, 1);
  const { driveId } = first.data.file;
  return nodes.filter(({ data }) => data.todo === "together" && data.file.driveId === driveId);
}

export function shortcutsToFollow(trx: Db, owner: ItemOwner, atMost: number): Promise<Node[]> {
  return select(
    trx,
    owner,
    sql`i.data ? 'resolve' and not i.data ? 'gone' order by i.key_hash limit ${atMost}`,
  );
}

/** Folders that an earlier run couldn't list are tried again, each alone. */
export async function retryFolders(trx: Db, owner: ItemOwner): Promise<void> {
  await sql`
    update source_items i set data = i.data || '{"todo": "alone"}'
    where ${ownedBy(owner)} and i.is_container and i.data->>'todo' = 'failed'`.execute(trx);
}

const isRead = sql`not i.is_container and (not i.data ? 'target' or i.data ? 'problem')`;

/**
 * Whether a node is among those that were reached, or right inside one. Inside a coalesce PostgreSQL can only look that
 * up: without statistics it takes a tree for a few rows, and would compare each node with each.
 */
function isWithin(reached: ReadonlySet<string>): RawBuilder<boolean> {
  const keys = sql`(select unnest(${[...reached]}::text[]))`;
  return sql<boolean>`(coalesce(i.key in ${keys}, false) or ${isRead} and coalesce(i.parent_key in ${keys}, false))`;
}

/** Files below some folders are looked at again: their paths differ. */
export async function markBelowDue(trx: Db, owner: ItemOwner, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  const reached = reachedFrom(await readSteps(trx, owner), keys);
  await sql`
    update source_items i set data = i.data || '{"due": true}'
    where ${ownedBy(owner)} and ${isRead} and ${isWithin(reached)}`.execute(trx);
}

/** Whatever the starting points don't lead to any more is gone. */
export async function markUnreachable(
  trx: Db,
  owner: ItemOwner,
  starts: readonly string[],
  reason: string,
): Promise<void> {
  const reached = reachedFrom(await readSteps(trx, owner), starts);
  await sql`
    update source_items i set data = i.data || jsonb_build_object('gone', ${reason}::text)
    where ${ownedBy(owner)} and not i.data ? 'gone' and not ${isWithin(reached)}`.execute(trx);
}

/** Folders, and shortcuts that lead somewhere: what paths are made of, and a small part of what there is. */
export async function readSteps(trx: Db, owner: ItemOwner): Promise<Step[]> {
  const { rows } = await sql<Step>`
    select i.key, i.parent_key as "parentKey", i.name,
      i.data->>'target' as target, i.data->>'above' as above
    from source_items i
    where ${ownedBy(owner)} and not i.data ? 'gone'
      and (i.is_container or (i.data ? 'target' and not i.data ? 'problem'))
    order by i.key`.execute(trx);
  return rows;
}

export function goneNodes(trx: Db, owner: ItemOwner, atMost: number): Promise<Node[]> {
  return select(trx, owner, sql`i.data ? 'gone' limit ${atMost}`);
}

/** Nodes that a run which listed everything didn't meet. */
export function unlistedNodes(trx: Db, owner: ItemOwner, runId: string, atMost: number): Promise<Node[]> {
  return select(trx, owner, sql`i.data->>'listing' is distinct from ${runId} limit ${atMost}`);
}

/** What a run reads, a page at a time by the hash of its key: everything, or what is due. */
export async function nodesToRead(
  trx: Db,
  owner: ItemOwner,
  { after, atMost, dueOnly }: { after: string | undefined; atMost: number; dueOnly: boolean },
): Promise<{ nodes: StoredNode[]; last: string | undefined }> {
  const from = after === undefined ? sql`true` : sql`i.key_hash > ${Buffer.from(after, "hex")}`;
  const { rows } = await sql<StoredNode & { hash: string }>`
    select ${columns}, encode(i.key_hash, 'hex') as hash, exists (
      select from documents d
      where d.workspace_id = i.workspace_id and d.connector_id = i.connector_id and d.key_hash = i.key_hash
    ) as "isStored"
    from source_items i
    where ${ownedBy(owner)} and ${isRead} and ${dueOnly ? sql`i.data ? 'due'` : sql`true`} and ${from}
    order by i.key_hash limit ${atMost}`.execute(trx);
  return { nodes: rows, last: rows.length < atMost ? undefined : rows.at(-1)?.hash };
}

export async function countToRead(trx: Db, owner: ItemOwner, dueOnly: boolean): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from source_items i
    where ${ownedBy(owner)} and ${isRead} and ${dueOnly ? sql`i.data ? 'due'` : sql`true`}`.execute(trx);
  return rows[0]?.count ?? 0;
}

export async function hasNodes(trx: Db, owner: ItemOwner): Promise<boolean> {
  return (await select(trx, owner, sql`true limit 1`)).length > 0;
}
