import type { ClientBase } from "pg";

/** How many rows every table holds, the queue's included: what wrote nothing leaves these as they were. */
export async function rowCounts(admin: ClientBase): Promise<Record<string, number>> {
  const { rows } = await admin.query<{ name: string; count: string }>(`
    select t.oid::regclass::text as name,
      (xpath('/row/n/text()', query_to_xml(format('select count(*) as n from %s', t.oid::regclass), false, true, '')))[1]::text
        as count
    from pg_class t join pg_namespace s on s.oid = t.relnamespace
    where t.relkind = 'r' and s.nspname in ('public', 'pgboss') order by 1`);
  return Object.fromEntries(rows.map(({ name, count }) => [name, Number(count)]));
}
