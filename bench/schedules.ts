/**
 * `npm run bench:schedules [connectors] [rounds]`: how long the dashboard of schedules takes to answer, in a workspace
 * of that many connectors, each with its runs: pages of 200 rows by every order, by every filter and far down, and the
 * summary. Through the handlers of `/v1`, token and all; on the embedded server with its production settings.
 * Prints a table, and the same figures as one line of JSON.
 */
import "./shared/auth-secret.ts";

import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import type { RouteHandler } from "#lib/http/route.ts";
import { setServices, startSender } from "#lib/services.ts";
import { createWorkspace, type TestWorkspace } from "#lib/testing/actors.ts";
import { call } from "#lib/testing/call.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { GET as list } from "../app/v1/workspaces/[workspace_id]/schedules/route.ts";
import { GET as summary } from "../app/v1/workspaces/[workspace_id]/schedules/summary/route.ts";
import { median, report, round } from "./shared/report.ts";

const connectors = Number(process.argv[2] ?? 100_000);
const rounds = Number(process.argv[3] ?? 15);
const limit = 200;

// Ten runs and three documents each; one in 50 fails, one in 500 needs credentials, one in 200 is late, one in 300
// runs, one in 20 is paused, one in 10 has never succeeded. A tenth of the schedules are not cron.
const seed = `
create temp table seeded as
  select n, 'c-' || substr(md5(n::text), 1, 12) as id, md5('name' || n) as random,
    case n % 20 when 0 then 'when' when 10 then 'imed' else 'cron' end as type,
    case when n % 20 = 1 then 'paused' when n % 20 = 10 then (array['done', 'waiting_for_collection'])[1 + n / 20 % 2]
      else 'active' end as state
  from generate_series(1, $count) n;
insert into connectors (workspace_id, id, name, type, slots, health, failures, last_success_at, created_by, created_at)
  select $workspace, id, initcap(translate(substr(random, 1, 8), '0123456789', 'aeioulmnrs')) || ' ' || n,
    (array['web_scraper', 'jira', 'upload', 'confluence', 'sharepoint'])[1 + n % 5],
    jsonb_build_object('url', 'https://example.org/' || random, 'extraction_type', 'all', 'email', 'a@example.org'),
    case when n % 500 = 7 then 'needs_credentials' else 'ok' end, case when n % 50 = 3 then 1 + n % 4 else 0 end,
    case when n % 10 <> 3 then now() - (n % 86400) * interval '1 s' end,
    case when n % 4 = 0 then $user::uuid end, now() - n * interval '1 s'
  from seeded;
insert into schedules (workspace_id, connector_id, type, value, timezone, state, next_run_at)
  select $workspace, id, type,
    case type when 'cron' then (n % 60) || ' ' || (array['*', '*/2', '6', (n % 24)::text])[1 + n % 4] || ' * * ' ||
        (array['*', '1-5'])[1 + n / 7 % 2]
      when 'when' then to_char(now() at time zone 'UTC' + (n % 2880) * interval '1 min', 'YYYY-MM-DD"T"HH24:MI:00.000Z')
    end,
    (array['America/Sao_Paulo', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/UTC', 'Asia/Tokyo'])[1 + n % 6],
    state, case when state <> 'active' then null when n % 200 = 2 then now() - n % 3000 * interval '1 s' - interval '2 min'
      else date_trunc('minute', now()) + (n % 1440 + 1) * interval '1 min' end
  from seeded;
insert into collections (workspace_id, id, name)
  select $workspace, gen_random_uuid(), 'Collection ' || k from generate_series(1, 20) k;
insert into connector_collections (workspace_id, connector_id, collection_id)
  select $workspace, s.id, c.id from seeded s
  join (select id, row_number() over (order by name) as k from collections where workspace_id = $workspace) c
    on c.k = 1 + s.n % 20 or (s.n % 3 = 0 and c.k = 1 + (s.n + 1) % 20);
insert into runs (workspace_id, id, connector_id, trigger, scheduled_for, state, reason, added, failed, created_at,
    started_at, finished_at)
  select $workspace, gen_random_uuid(), s.id, 'schedule', at,
    case when s.n % 50 = 3 and k = 1 then 'failed' when s.n % 300 = 5 and k = 1 then 'running'
      when (s.n + k) % 11 = 0 then 'skipped' when (s.n + k) % 13 = 0 then 'partial' else 'succeeded' end,
    case when (s.n + k) % 11 = 0 then 'previous run still active' end, 10, 0, at, at + interval '300 ms',
    case when s.n % 300 = 5 and k = 1 then null else at + (1 + (s.n * k) % 90) * interval '1 s' end
  from generate_series(1, 10) k
  cross join seeded s
  cross join lateral (select now() - k * interval '9 hours' - (s.n % 30000) * interval '1 s' as at) t;
insert into documents (workspace_id, id, connector_id, key, key_hash, title, text, mime, content_hash)
  select $workspace, gen_random_uuid(), s.id, k::text, sha256((s.id || k)::bytea), 'Page ' || k, 'Text', 'text/html',
    sha256((s.id || k)::bytea)
  from seeded s cross join generate_series(1, 3) k;
`;

type Query = Record<string, string | number>;
type Case = [name: string, door: RouteHandler, query: Query];

const root = await mkdtemp(join(tmpdir(), "tributary-bench-"));
chmodSync(root, 0o755);
const server = await startEmbedded({ clusterDir: join(root, "postgres") });
const admin = new pg.Client({ connectionString: server.adminUrl });
await admin.connect();
await createOwner(admin);
await admin.query("create database bench owner tributary");
await admin.end();
const url = urlOf(server.adminUrl, "bench");
await prepareDatabase(url);
const db = openDb({ url });
const boss = await startSender(db);
setServices({ db, boss, now: () => new Date() });
try {
  const workspace = await createWorkspace({ db });
  await fill(workspace);
  const loadBefore = round(loadavg()[0] ?? 0, 1);
  const measured: { name: string; bestMs: number; medianMs: number; worstMs: number; rows: number }[] = [];
  for (const one of await cases(workspace)) measured.push(await measure(workspace, one));
  report(
    ["door", "best ms", "median ms", "worst ms", "rows"],
    measured.map((one) => [one.name, one.bestMs, one.medianMs, one.worstMs, one.rows]),
    { bench: "schedules", connectors, rounds, limit, loadBefore, measured },
  );
} finally {
  await boss.stop({ graceful: false });
  await db.destroy();
  await server.stop();
  await rm(root, { recursive: true, force: true });
}

async function fill({ workspaceId, editor }: TestWorkspace): Promise<void> {
  console.error(`filling a workspace with ${connectors} connectors …`);
  const address = new URL(server.adminUrl);
  address.pathname = "/bench";
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  const text = seed
    .replaceAll("$workspace", `'${workspaceId}'::uuid`)
    .replaceAll("$user", `'${editor.userId}'`)
    .replaceAll("$count", String(connectors));
  await client.query(text);
  await client.query("vacuum analyze");
  await client.end();
}

async function cases(workspace: TestWorkspace): Promise<Case[]> {
  const orders = ["next_run", "name", "last_success", "lateness", "created"].flatMap((sort) =>
    ["asc", "desc"].map((order): Case => [`${sort} ${order}`, list, { sort, order }]),
  );
  const states = ["active", "waiting_for_collection", "paused", "done", "running", "late", "failing"];
  states.push("needs_credentials", "needs_attention", "due_within_hour", "paused_or_waiting");
  const collection = await ask(workspace, list, { limit: 1 });
  const deepest = await ask(workspace, list, { sort: "name", order: "desc" });
  const shown = deepest.items.map((row: { connector_id: string }) => row.connector_id).join();
  const filters: [string, Query][] = [
    ...states.map((state): [string, Query] => [`state ${state}`, { state }]),
    ["q, many match", { q: "a" }],
    ["q, few match", { q: "c-01" }],
    ["q, none match", { q: "nothing like it" }],
    ["connector type", { connector_type: "jira" }],
    ["type when", { type: "when" }],
    ["collection", { collection_id: collection.items[0].collections[0].id }],
    ["created by", { created_by: workspace.editor.userId }],
    ["created by nobody here", { created_by: workspace.viewer.userId }],
    ["late Jira by name", { state: "late", connector_type: "jira", sort: "name" }],
    ["failing by last success", { state: "failing", sort: "last_success", order: "desc" }],
    ["paused by name", { state: "paused", sort: "name" }],
    ["needs attention by lateness", { state: "needs_attention", sort: "lateness", order: "desc" }],
    ["few match by lateness", { q: "c-01", sort: "lateness", order: "desc" }],
    ["planned at 06:00 to 07:00 tomorrow", tomorrow(6)],
    ["planned then, by name", { ...tomorrow(6), sort: "name" }],
    ["200 shown rows", { connector_ids: shown }],
    ["collection by name", { collection_id: collection.items[0].collections[0].id, sort: "name" }],
  ];
  const deep: Case[] = [];
  for (const sort of ["next_run", "name"]) {
    deep.push([`${sort}, 100th page`, list, { sort, cursor: await cursorOf(workspace, sort, 99) }]);
  }
  const listed = filters.map(([name, query]): Case => [name, list, query]);
  return [...orders, ...listed, ...deep, ["summary", summary, { timezone: "America/Sao_Paulo" }]];
}

/** An hour of tomorrow, as the heat map filters by it. */
function tomorrow(hour: number): Query {
  const day = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
  const at = (wanted: number) => `${day}T${String(wanted).padStart(2, "0")}:00:00Z`;
  return { planned_from: at(hour), planned_to: at(hour + 1) };
}

async function cursorOf(workspace: TestWorkspace, sort: string, pages: number): Promise<string> {
  let cursor = "";
  for (let page = 0; page < Math.min(pages, connectors / limit - 2); page += 1) {
    cursor = (await ask(workspace, list, { sort, ...(cursor && { cursor }) })).next_cursor;
  }
  return cursor;
}

async function measure(workspace: TestWorkspace, [name, door, query]: Case) {
  const times: number[] = [];
  let rows = 0;
  // The first few warm the caches, and let PostgreSQL choose its plan for good.
  for (let index = -7; index < rounds; index += 1) {
    const began = performance.now();
    const body = await ask(workspace, door, query);
    if (index >= 0) times.push(performance.now() - began);
    rows = body.items?.length ?? 0;
  }
  const [bestMs = 0, medianMs = 0, worstMs = 0] = [Math.min(...times), median(times), Math.max(...times)].map(
    (ms) => round(ms, 1),
  );
  return { name, bestMs, medianMs, worstMs, rows };
}

async function ask({ workspaceId, viewer }: TestWorkspace, door: RouteHandler, query: Query) {
  const full = door === list ? { limit, ...query } : query;
  const params = { workspace_id: workspaceId };
  const { status, body } = await call(door, { params, query: full, token: viewer.token });
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
}
