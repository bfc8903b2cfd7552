import type pg from "pg";

type Column = { name: string; type: string; allowed: string | null };

/**
 * Writes one row of a workspace into a table, with values that its types and checks take. Foreign keys aren't
 * looked at: the session must be in the role of a replica.
 * @param given values of columns that the table may have
 */
export async function insertRow(
  client: pg.Client,
  table: string,
  workspaceId: string,
  given: Record<string, unknown> = {},
): Promise<void> {
  const { columns, values } = await rowFor(client, table, workspaceId, given);
  const places = values.map((_, index) => `$${index + 1}`).join(", ");
  const row = columns.length > 0 ? `(${columns.join(", ")}) values (${places})` : "default values";
  await client.query(`insert into ${table} ${row}`, values);
}

async function rowFor(client: pg.Client, table: string, workspaceId: string, given: Record<string, unknown>) {
  const { rows } = await client.query<Column>(
    `select a.attname as name, format_type(a.atttypid, null) as type,
       (select substring(pg_get_constraintdef(k.oid) from $$'([^']*)'::text$$) from pg_constraint k
         where k.conrelid = a.attrelid and k.contype = 'c' and k.conkey = array[a.attnum]) as allowed
     from pg_attribute a
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped
       and (a.attname = any($2) or a.attnotnull and not a.atthasdef and a.attidentity = '')`,
    [table, Object.keys(given)],
  );
  const own = table === "workspaces" ? "id" : "workspace_id";
  return {
    columns: rows.map(({ name }) => name),
    values: rows.map((column) =>
      column.name === own ? workspaceId : (given[column.name] ?? valueFor(column)),
    ),
  };
}

function valueFor({ name, type, allowed }: Column): unknown {
  if (allowed !== null) return allowed;
  const value = values[type];
  if (value === undefined) throw new Error(`The column ${name} has the type ${type}: give it a value here.`);
  return value();
}

const values: Record<string, () => unknown> = {
  "text[]": () => ["text"],
  uuid: () => crypto.randomUUID(),
  text: () => crypto.randomUUID(),
  bytea: () => Buffer.from(crypto.randomUUID()),
  jsonb: () => "{}",
  boolean: () => false,
  integer: () => 1,
  bigint: () => 1,
  "timestamp with time zone": () => new Date(),
};
