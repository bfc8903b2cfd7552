import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDb } from "./client.ts";
import { assertRowSecurity } from "./row-security.ts";
import { createTestDatabase, type TestDatabase } from "./testing/database.ts";
import { insertRow } from "./testing/fill.ts";

// What looks across workspaces, all of it (DESIGN §8). A new line here is a decision: say why in the migration.
const doors = `
api_tokens: tributary_identity select, update
connector_collections: tributary_system select
connectors: tributary_system select
documents: tributary_system delete, select
held_deletions: tributary_system select
idempotency_keys: tributary_system delete, select
installation: tributary_identity all
invitations: tributary_identity select
memberships: tributary_identity select
runs: tributary_system delete, insert, select, update
schedules: tributary_system select, update
sessions: tributary_identity all
sessions: tributary_system delete, select
sign_in_failures: tributary_identity all
sign_in_failures: tributary_system delete, select
uploads: tributary_system select
user_identities: tributary_identity all
users: tributary_app select
users: tributary_identity all
workspaces: tributary_identity select
workspaces: tributary_system select`;
const doorFunctions = ["identify_session", "identify_token"];
const tablesOfNobody = [
  "host_pauses",
  "host_shares",
  "kysely_migration",
  "kysely_migration_lock",
  "reconciler_reports",
  "workers",
];

const here = randomUUID();
const elsewhere = randomUUID();
let database: TestDatabase;
let admin: pg.Client;
let tables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  tables = await names(`
    select distinct table_name::text as name from information_schema.columns
    where table_schema = 'public' and column_name = 'workspace_id' union select 'workspaces' order by 1`);
  await admin.query("set session_replication_role = replica");
  for (const table of tables) {
    for (const workspaceId of [here, elsewhere]) await insertRow(admin, table, workspaceId);
  }
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

async function names(query: string): Promise<string[]> {
  return (await admin.query<{ name: string }>(query)).rows.map(({ name }) => name);
}

/** In a transaction that is undone, as the application's role in a workspace, or in none. */
async function asApplication<T>(workspaceId: string | null, work: () => Promise<T>): Promise<T> {
  await admin.query("begin");
  try {
    await admin.query(
      "select set_config('role', 'tributary_app', true), set_config('app.workspace_id', $1, true)",
      [workspaceId ?? ""],
    );
    return await work();
  } finally {
    await admin.query("rollback");
  }
}

async function countOf(table: string): Promise<number> {
  return Number((await admin.query(`select count(*) from ${table}`)).rows[0].count);
}

describe("the second lock", () => {
  it("has a row of two workspaces in every tenant table", async () => {
    expect(tables).toContain("idempotency_keys");
    for (const table of tables) expect(await countOf(table), table).toBe(2);
  });

  it("shows a query without a workspace nothing", async () => {
    await asApplication(null, async () => {
      for (const table of tables) expect(await countOf(table), table).toBe(0);
    });
  });

  it("shows a workspace its own row, and a stranger none", async () => {
    await asApplication(here, async () => {
      for (const table of tables) expect(await countOf(table), table).toBe(1);
    });
    await asApplication(randomUUID(), async () => {
      for (const table of tables) expect(await countOf(table), table).toBe(0);
    });
  });

  it("lets a workspace change and delete its own rows only", async () => {
    for (const table of tables) {
      const key = table === "workspaces" ? "id" : "workspace_id";
      await asApplication(here, async () => {
        const other = await admin.query(`delete from ${table} where ${key} = '${elsewhere}'`);
        const all = await admin.query(`delete from ${table}`);
        expect([other.rowCount, all.rowCount], table).toEqual([0, 1]);
      });
    }
  });

  it("refuses a row of another workspace", async () => {
    for (const table of tables) {
      const write = asApplication(here, () => insertRow(admin, table, elsewhere));
      await expect(write, table).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("binds every role of ours, and is forced on every tenant table", async () => {
    const unbound = await names(
      "select rolname as name from pg_roles where rolname like 'tributary%' and (rolsuper or rolbypassrls)",
    );
    const open = await names(`
      select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
        and not (relrowsecurity and relforcerowsecurity) order by 1`);
    expect({ unbound, open }).toEqual({ unbound: [], open: tablesOfNobody });
  });
});

describe("tenant keys", () => {
  it("begin with the workspace, and so do the foreign keys between tenants' tables", async () => {
    const { rows } = await admin.query<{ table: string; kind: string; first: string; target: string }>(`
      select k.conrelid::regclass::text as table, k.contype as kind, k.confrelid::regclass::text as target,
        (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first
      from pg_constraint k where k.contype in ('p', 'f')`);
    const tenant = tables.filter((table) => table !== "workspaces");
    const keys = rows.filter(
      ({ table, kind, target }) => tenant.includes(table) && (kind === "p" || tenant.includes(target)),
    );
    expect(keys.length).toBeGreaterThan(tenant.length);
    expect(keys.filter(({ first }) => first !== "workspace_id")).toEqual([]);
  });
});

describe("doors across workspaces", () => {
  it("are these and no others", async () => {
    const found = await names(`
      select tablename || ': ' || roles[1] || ' ' || string_agg(lower(cmd), ', ' order by cmd) as name
      from pg_policies where schemaname = 'public' and policyname <> 'tenant'
      group by tablename, roles order by 1`);
    expect(found.join("\n")).toBe(doors.trim());
  });

  it("have no function that acts as somebody else but these", async () => {
    const found = await names(`
      select proname as name from pg_proc where pronamespace = 'public'::regnamespace and prosecdef order by 1`);
    expect(found).toEqual(doorFunctions);
  });

  it("open to our roles alone", async () => {
    const found = await names(`
      select distinct grantee::text as name from information_schema.role_table_grants
      where table_schema = 'public' and table_name = any(array['${tables.join("','")}']) order by 1`);
    expect(found).toEqual(["tributary", "tributary_app", "tributary_identity", "tributary_system"]);
  });
});

describe("the proof at start", () => {
  it.each(["the owner", "a superuser"])("holds for %s", async (login) => {
    const db = openDb({ url: login === "the owner" ? database.url : database.adminUrl, max: 1 });
    await expect(assertRowSecurity(db)).resolves.toBeUndefined();
    await db.destroy();
  });

  it.each([
    [
      "a table without force",
      "alter table documents no force row level security",
      /forced on the table “documents”/,
    ],
    [
      "a policy for everybody",
      "create policy leak on runs for select using (true)",
      /hold on the table “runs”/,
    ],
  ])("stops at %s", async (_, fault, message) => {
    await admin.query(fault);
    await expect(assertRowSecurity(database.db)).rejects.toThrow(message);
    await admin.query(undo[fault] ?? "");
  });
});

const undo: Record<string, string> = {
  "alter table documents no force row level security": "alter table documents force row level security",
  "create policy leak on runs for select using (true)": "drop policy leak on runs",
};
