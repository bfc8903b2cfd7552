import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDb } from "./client.ts";
import { assertRowSecurity } from "./row-security.ts";
import { createTestDatabase, type TestDatabase } from "./testing/database.ts";
import { insertRow } from "./testing/fill.ts";

const here = randomUUID();
const elsewhere = randomUUID();
let database: TestDatabase;
let admin: pg.Client;
/** Tables that hold tenants' rows. */
let tables: string[];
/** Tables of people, who may belong to several workspaces or to none. */
let peopleTables: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
  tables = await names(`
    select distinct table_name::text as name from information_schema.columns
    where table_schema = 'public' and column_name = 'workspace_id' union select 'workspaces' order by 1`);
  const secured = await names(`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relrowsecurity order by 1`);
  peopleTables = secured.filter((name) => !tables.includes(name));
  await admin.query("set session_replication_role = replica");
  for (const table of peopleTables) await insertRow(admin, table, here);
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

  it("shows the application no person who isn't a member, and nothing that belongs to signing in", async () => {
    expect(peopleTables).toContain("sessions");
    for (const table of peopleTables) expect(await countOf(table), table).toBe(1);
    const seen: string[] = [];
    for (const table of peopleTables) {
      const count = asApplication(here, () => countOf(table));
      seen.push(`${table}: ${await count.catch((error: pg.DatabaseError) => error.code)}`);
    }
    expect(seen).toEqual(peopleTables.map((table) => `${table}: ${table === "users" ? 0 : "42501"}`));
  });

  it("shows the owner's login nothing before it becomes somebody", async () => {
    const db = openDb({ url: database.url, max: 1 });
    for (const table of tables) {
      const { rows } = await sql`select from ${sql.table(table)}`.execute(db);
      expect(rows, table).toEqual([]);
    }
    await db.destroy();
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

  it("lets no row move to another workspace, or be changed from one", async () => {
    for (const table of tables) {
      const key = table === "workspaces" ? "id" : "workspace_id";
      const move = asApplication(here, () => admin.query(`update ${table} set ${key} = '${elsewhere}'`));
      await expect(move, table).rejects.toMatchObject({ code: "42501" });
      const change = () => admin.query(`update ${table} set ${key} = ${key} where ${key} = '${elsewhere}'`);
      expect((await asApplication(here, change)).rowCount, table).toBe(0);
    }
  });

  it("refuses a row of another workspace", async () => {
    for (const table of tables) {
      const write = asApplication(here, () => insertRow(admin, table, elsewhere));
      await expect(write, table).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("binds every role of ours, and is forced wherever it is on", async () => {
    const unbound = await names(
      "select rolname as name from pg_roles where rolname like 'tributary%' and (rolsuper or rolbypassrls)",
    );
    const forced = await names(`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relrowsecurity and relforcerowsecurity order by 1`);
    expect(unbound).toEqual([]);
    expect(forced).toEqual([...tables, ...peopleTables].toSorted());
  });
});

describe("tenant keys", () => {
  it("begin with the workspace, and so do the foreign keys between tenants' tables", async () => {
    const { rows } = await admin.query<Record<"table" | "kind" | "first" | "target" | "refers", string>>(`
      select k.conrelid::regclass::text as table, k.contype as kind, k.confrelid::regclass::text as target,
        (select attname from pg_attribute where attrelid = k.conrelid and attnum = k.conkey[1]) as first,
        (select attname from pg_attribute where attrelid = k.confrelid and attnum = k.confkey[1]) as refers
      from pg_constraint k where k.contype in ('p', 'f')`);
    const tenant = tables.filter((table) => table !== "workspaces");
    const keys = rows.filter(
      ({ table, kind, target }) => tenant.includes(table) && (kind === "p" || tenant.includes(target)),
    );
    expect(keys.length).toBeGreaterThan(tenant.length);
    expect(keys.filter(({ first }) => first !== "workspace_id")).toEqual([]);
    expect(keys.filter(({ kind, refers }) => kind === "f" && refers !== "workspace_id")).toEqual([]);
    for (const table of tenant) {
      expect(keys.filter((key) => key.table === table && key.kind === "p")).toHaveLength(1);
    }
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
