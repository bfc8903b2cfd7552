import type pg from "pg";
import { insertRow } from "#db/testing/fill.ts";

/** Whose ids the keys of paths, queries and bodies are. A door with another key must be added here to be tried. */
export const tableOfKey: Record<string, string> = {
  connector_id: "connectors",
  collection_id: "collections",
  run_id: "runs",
  document_id: "documents",
  held_deletion_id: "held_deletions",
  invitation_id: "invitations",
  token_id: "api_tokens",
  file_id: "uploads",
  destination_id: "alert_destinations",
  delivery_id: "alert_deliveries",
};

/**
 * Gives a workspace two rows in every table that has workspaces' rows, each referring to the others in the same place,
 * beside the connector that it has with its schedule. The session must be in the role of a replica.
 * @returns the ids of the first of each, by the keys of doors
 */
export async function fillNeighbour(
  admin: pg.Client,
  workspaceId: string,
  connectorId: string,
): Promise<Record<string, string>> {
  const tables = (await tenantTables(admin)).filter((table) => table !== "workspaces");
  const [first, second] = [idsOfRow(), idsOfRow()];
  first.connector_id = connectorId;
  for (const table of tables) {
    const known = ["connectors", "schedules"].includes(table);
    for (const ids of known ? [second] : [first, second])
      await insertRow(admin, table, workspaceId, columns(table, ids));
  }
  return first;
}

const idsOfRow = (): Record<string, string> =>
  Object.fromEntries(Object.keys(tableOfKey).map((key) => [key, crypto.randomUUID()]));

/** What every row says where it has a text, a title or a key to find it by. */
export const neighboursWord = "neighbourly";

/** What a table's row refers to and says, and its own id. */
function columns(table: string, ids: Record<string, string>): Record<string, string> {
  const own = Object.keys(tableOfKey).find((key) => tableOfKey[key] === table);
  const said = Object.fromEntries(["title", "text", "key"].map((name) => [name, neighboursWord]));
  return { ...said, ...ids, ...(own ? { id: ids[own] ?? "" } : {}) };
}

/** Every row of a workspace, in every table and in the queue, as text. */
export async function rowsOf(admin: pg.Client, workspaceId: string): Promise<string[]> {
  const rows: string[] = [];
  for (const table of await tenantTables(admin)) {
    const own = table === "workspaces" ? "id" : "workspace_id";
    const found = await admin.query<{ row: string }>(
      `select $2 || t::text as row from ${table} t where ${own} = $1 order by 1`,
      [workspaceId, `${table} `],
    );
    rows.push(...found.rows.map(({ row }) => row));
  }
  const jobs = await admin.query<{ row: string }>(
    "select 'job ' || j::text as row from pgboss.job j where data->>'workspace_id' = $1 order by 1",
    [workspaceId],
  );
  return [...rows, ...jobs.rows.map(({ row }) => row)];
}

async function tenantTables(admin: pg.Client): Promise<string[]> {
  const { rows } = await admin.query<{ name: string }>(`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and (c.relname = 'workspaces'
      or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id'))
    order by 1`);
  return rows.map(({ name }) => name);
}
