import { sql } from "kysely";
import type { Db } from "./client.ts";

/**
 * Proves the second lock at start: whoever the login is, a superuser too, the application's role without a workspace
 * sees no row of any tenant.
 * @throws Error that names the table, or the role, at which row-level security doesn't hold
 */
export async function assertRowSecurity(db: Db): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await sql`select set_config('role', 'tributary_app', true), set_config('app.workspace_id', '', true)`.execute(
      trx,
    );
    await assertBound(trx);
    const tables = await assertForced(trx);
    const looks = tables.map(
      (table) => sql`(select ${sql.lit(table)} as name from ${sql.table(table)} limit 1)`,
    );
    const { rows } = await sql<{ name: string }>`${sql.join(looks, sql` union all `)}`.execute(trx);
    if (rows[0]) throw new Error(`Row-level security doesn't hold on the table “${rows[0].name}”.`);
  });
}

async function assertBound(trx: Db): Promise<void> {
  const { rows } = await sql<{ rolname: string }>`
    select rolname from pg_roles where rolname like 'tributary\\_%' and (rolsuper or rolbypassrls)`.execute(
    trx,
  );
  if (rows[0]) throw new Error(`Row-level security doesn't bind the role “${rows[0].rolname}”.`);
}

/** Every table that holds tenants' rows. */
async function assertForced(trx: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string; forced: boolean }>`
    select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and (c.relname = 'workspaces'
      or exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'workspace_id'))
    order by 1`.execute(trx);
  const open = rows.find(({ forced }) => !forced);
  if (open) throw new Error(`Row-level security isn't forced on the table “${open.name}”.`);
  return rows.map(({ name }) => name);
}
