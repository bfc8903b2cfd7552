import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "./testing/database.ts";

/**
 * Every way to rows that a workspace's own transaction doesn't have (DESIGN §8): each line is a role, a table, what
 * it may do there to which rows; beside it, what for. Whoever adds a door writes it down here, and why.
 */
const doors: Record<string, string> = {
  // The application, in a workspace, besides that workspace's rows.
  "tributary_app host_pauses: delete, insert, select, update of every row":
    "politeness to a host is shared by all workspaces; it names no workspace",
  "tributary_app host_shares: delete, insert, select, update of every row": "the same",
  "tributary_app reconciler_reports: select of every row": "the health page: counts only",
  "tributary_app users: select (email, id, locale, name, time_zone) of rows where (EXISTS ( SELECT FROM memberships m WHERE (m.user_id = users.id)))":
    "members of the workspace, as row security shows memberships",
  "tributary_app workers: select of every row": "the health page: processes, nobody's data",

  // Who asks, before the workspace is known.
  "tributary_identity api_tokens: select, update (last_used_at) of every row":
    "a token by its hash; its last use",
  "tributary_identity installation: insert, select, update of every row": "the set-up code's hash",
  "tributary_identity invitations: select of every row": "an invitation by its code's hash",
  "tributary_identity memberships: select of every row": "the workspaces of who signed in",
  "tributary_identity reconciler_reports: select of every row": "the health page",
  "tributary_identity sessions: delete, insert, select, update of every row": "sign in, sign out",
  "tributary_identity recovery_codes: delete, insert, select of every row":
    "signing in without the second factor",
  "tributary_identity known_addresses: insert, select, update of every row": "throttling",
  "tributary_identity sign_in_failures: delete, insert, select of every row": "throttling",
  "tributary_identity user_identities: insert, select of every row": "single sign-on",
  "tributary_identity users: insert, select, update of every row": "accounts and passwords",
  "tributary_identity workers: select of every row": "the health page",
  "tributary_identity workspaces: select of every row": "the names of the workspaces of who signed in",

  // What search_documents asks the text index, before it answers with one workspace's documents.
  "tributary_search connector_collections: select (collection_id, connector_id, workspace_id) of every row":
    "the connectors of a collection",
  "tributary_search documents: select (connector_id, file_owner, id, mime, removed_at, search, title_search, updated_at, workspace_id) of every row":
    "the words that a query matches, and what it filters by",

  // Dispatcher, reconciler, retention, and the workers' bookkeeping.
  "tributary_system alert_deliveries: delete, select (attempts, created_at, id, next_at, state, workspace_id), update (attempts, next_at) of every row":
    "which messages are due, and retention",
  "tributary_system alert_destinations: select (workspace_id) of every row": "which workspaces want alerts",
  "tributary_system alerts: delete, select (id, resolved_at, workspace_id) of every row": "retention",
  "tributary_system connector_collections: select of every row": "whether a connector is in a collection",
  "tributary_system connectors: select (failures, health, id, last_success_at, type, workspace_id) of every row":
    "whether a run can start",
  "tributary_system documents: delete, select (blob_sha256, id, removed_at, workspace_id), update (removed_at) of every row":
    "retention, which locks what it purges, and which bytes a document names; no text, no title",
  "tributary_system held_deletions: select (run_id, state, workspace_id) of every row":
    "runs that wait for a person are kept",
  "tributary_system host_pauses: delete, select of every row": "retention",
  "tributary_system host_shares: delete, select of every row": "retention",
  "tributary_system idempotency_keys: delete, select (actor_id, created_at, key, workspace_id) of every row":
    "retention; not the answers that were kept",
  "tributary_system reconciler_reports: delete, insert, select, update of every row": "its report",
  "tributary_system runs: delete, insert, select, update of every row": "dispatch, leases, retention",
  "tributary_system schedules: select, update of every row": "dispatch",
  "tributary_system sessions: delete, select (expires_at, id, last_seen_at) of every row": "retention",
  "tributary_system known_addresses: delete, select of every row": "retention",
  "tributary_system sign_in_failures: delete, select of every row": "retention",
  "tributary_system uploads: select (blob_sha256, workspace_id) of every row": "which bytes an upload names",
  "tributary_system workers: delete, insert, select, update of every row": "heartbeats",
  "tributary_system workspaces: select of every row": "retention times",
};

/** Whose rights they run with, who may call them. */
const definers = [
  "identify_session as tributary_identity for tributary, tributary_app, tributary_identity",
  "identify_token as tributary_identity for tributary, tributary_app, tributary_identity",
  "search_documents as tributary_search for tributary_app, tributary_search",
];

/** pg-boss knows no tenants: a job holds ids and nothing else, and both roles write jobs beside their rows. */
const queueTables = [
  "bam",
  "instance",
  "job",
  "job of a queue",
  "job_common",
  "job_dependency",
  "queue",
  "queue_stats",
  "queue_stats of a day",
  "schedule",
  "subscription",
  "version",
  "warning",
];

let database: TestDatabase;
let admin: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = new pg.Client({ connectionString: database.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await admin.end();
  await database[Symbol.asyncDispose]();
});

async function lines(query: string): Promise<string[]> {
  return (await admin.query<{ line: string }>(query)).rows.map(({ line }) => line);
}

// A right on a whole table or on columns, with the rows that row security leaves of it.
const rights = `
  with grants as (
    select c.oid as relation, c.relname, c.relrowsecurity, x.grantee::regrole::text as role,
      lower(x.privilege_type) as cmd, null as col
    from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace = 'public'::regnamespace and x.grantee <> c.relowner
    union all
    select c.oid, c.relname, c.relrowsecurity, x.grantee::regrole::text, lower(x.privilege_type), a.attname
    from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) x
    where c.relnamespace = 'public'::regnamespace
  ), by_cmd as (
    select relation, relname, relrowsecurity, role, cmd,
      case when bool_or(col is null) then cmd else cmd || ' (' || string_agg(col, ', ' order by col) || ')' end as may
    from grants group by relation, relname, relrowsecurity, role, cmd
  ), with_rows as (
    select *, case when not relrowsecurity then 'every row' else coalesce((
      select string_agg(distinct case when coalesce(p.qual, p.with_check) = 'true' and coalesce(p.with_check, 'true') = 'true'
        then 'every row' when p.policyname = 'tenant' then 'its workspace''s rows'
        else 'rows where ' || regexp_replace(coalesce(p.qual, p.with_check), '\\s+', ' ', 'g') end, ' or ')
      from pg_policies p
      where p.schemaname = 'public' and p.tablename = relname and p.roles && array[role, 'public']::name[]
        and p.cmd in ('ALL', upper(cmd))
    ), 'no row') end as rows
    from by_cmd
  )
  select role || ' ' || relname || ': ' || string_agg(may, ', ' order by may) || ' of ' || rows as line
  from with_rows group by role, relname, rows order by 1`;

describe("doors across workspaces", () => {
  it("are these and no others", async () => {
    const found = (await lines(rights)).filter(
      (line) => !line.endsWith(" of its workspace's rows") && !line.startsWith("tributary_backup "),
    );
    expect(found).toEqual(Object.keys(doors).toSorted());
  });

  it("leave the application just its workspace's rows of every other table", async () => {
    const own = (await lines(rights)).filter((line) => line.endsWith(" of its workspace's rows"));
    expect(own).toContain("tributary_app documents: delete, insert, select, update of its workspace's rows");
    for (const line of own) expect(line).toMatch(/^tributary_app \w+: delete, insert, select, update of its/);
    const policies = await lines(`
      select distinct qual || ' ' || with_check as line from pg_policies
      where policyname = 'tenant' and tablename <> 'workspaces'`);
    expect(policies).toHaveLength(1);
    expect(policies[0]).toContain("workspace_id = ( SELECT");
    expect(
      await lines("select policyname as line from pg_policies where permissive <> 'PERMISSIVE'"),
    ).toEqual([]);
  });

  it("let a backup read every row of every table, and write none", async () => {
    const found = (await lines(rights)).filter((line) => line.startsWith("tributary_backup "));
    const tables = await lines(`
      select relname as line from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`);
    expect(found).toEqual(tables.map((table) => `tributary_backup ${table}: select of every row`));
  });

  it("have no function that acts as somebody else but these", async () => {
    const found = await lines(`
      select proname || ' as ' || proowner::regrole || ' for ' || (
        select string_agg(distinct case when x.grantee = 0 then 'everybody' else x.grantee::regrole::text end, ', ')
        from aclexplode(coalesce(proacl, acldefault('f', proowner))) x
      ) as line
      from pg_proc
      where prosecdef and pronamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)
      order by 1`);
    expect(found).toEqual(definers);
  });

  it("have no view, which would show its owner's rows", async () => {
    const found = await lines(`
      select relname as line from pg_class
      where relkind in ('v', 'm', 'f') and relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace)`);
    expect(found).toEqual([]);
  });

  it("are closed to roles that are not ours, and nobody can sign in as one of ours", async () => {
    const others = (await lines(rights)).filter((line) => !line.startsWith("tributary_"));
    expect(others).toEqual([]);
    const signIn = "select rolname as line from pg_roles where rolname like 'tributary\\_%' and rolcanlogin";
    expect(await lines(signIn)).toEqual([]);
    const members = await lines(`
      select distinct m.member::regrole::text as line from pg_auth_members m
      where m.roleid::regrole::text like 'tributary\\_%'`);
    expect(members).toEqual(["tributary"]);
  });
});

describe("the queue", () => {
  it("has these tables, open to the application and the system alone", async () => {
    const isTable = "c.relnamespace = 'pgboss'::regnamespace and c.relkind in ('r', 'p')";
    const found = await lines(`select relname as line from pg_class c where ${isTable}`);
    const names = found.map((name) =>
      name.replace(/^j[0-9a-f]{56}$/, "job of a queue").replace(/_\d{8}$/, " of a day"),
    );
    expect([...new Set(names)].toSorted()).toEqual(queueTables);
    const grantees = await lines(`
      select distinct x.grantee::regrole::text as line from pg_class c, aclexplode(c.relacl) x
      where ${isTable} and x.grantee <> c.relowner order by 1`);
    expect(grantees).toEqual(["tributary_app", "tributary_backup", "tributary_system"]);
  });
});
