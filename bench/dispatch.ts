/**
 * `node bench/dispatch.ts [waiting] [due]`: how fast due occurrences become runs, and what those that wait cost,
 * on the embedded server with its production settings; then pg-boss's own `schedule()` with as many due.
 * Prints a table, and the same figures as one line of JSON.
 */
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { PgBoss } from "pg-boss";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { log } from "#lib/log.ts";
import { dispatchBatch, dispatchDue } from "#lib/schedules/dispatch.ts";
import { reconcile } from "#lib/schedules/reconcile.ts";
import { startSender } from "#lib/services.ts";
import { createBoss } from "#lib/worker/boss.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const waiting = Number(process.argv[2] ?? 1_000_000);
const due = Number(process.argv[3] ?? 10_000);
const bossWatchS = 75;

const dueAt = new Date("2027-01-04T06:00:00Z");
const zones = [
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Etc/UTC",
  "Asia/Tokyo",
];

/** Half a million people choose among few expressions: 96 of them, in six zones. */
const seed = `
insert into workspaces (id, name)
  select gen_random_uuid(), 'W' || n from generate_series(1, 100) n;
insert into collections (workspace_id, id, name) select id, gen_random_uuid(), 'All' from workspaces;
create temp table seeded as
  select w.id as workspace_id, 'c' || n as connector_id, n,
    case when n <= $due then $at else $at + (random() * 30 + 1) * interval '1 day' end as next_run_at,
    (n % 4) * 15 || ' ' || n % 24 || ' * * *' as value,
    ($zones)[1 + n % 6] as timezone
  from generate_series(1, $total) n
  join (select id, row_number() over () - 1 as k from workspaces) w on w.k = n % 100;
insert into connectors (workspace_id, id, name, type, slots)
  select workspace_id, connector_id, connector_id, 'web_scraper', '{"url": "https://example.org"}' from seeded;
insert into schedules (workspace_id, connector_id, type, value, timezone, state, next_run_at)
  select workspace_id, connector_id, 'cron', value, timezone, 'active', next_run_at from seeded;
insert into connector_collections (workspace_id, connector_id, collection_id)
  select s.workspace_id, s.connector_id, c.id from seeded s join collections c using (workspace_id);
insert into pgboss.job (name, data, singleton_key, start_after, created_on, keep_until, policy)
  select 'occurrence', json_build_object('workspace_id', workspace_id, 'connector_id', connector_id),
    workspace_id || '/' || connector_id, next_run_at, now() - random() * interval '30 days', 'infinity', 'short'
  from seeded;
`;

type Figures = Record<string, number>;

const root = await mkdtemp(join(tmpdir(), "tributary-bench-"));
chmodSync(root, 0o755);
const server = await startEmbedded({ clusterDir: join(root, "postgres") });
try {
  await asAdmin("postgres", async (admin) => {
    await createOwner(admin);
    await admin.query("create database ours owner tributary");
    await admin.query("create database theirs owner tributary");
  });
  const ours = await measureOurs();
  const theirs = await measureTheirs();
  print({ waiting, due, ...ours, ...theirs });
} finally {
  await server.stop();
  await rm(root, { recursive: true, force: true });
}

async function measureOurs(): Promise<Figures> {
  const url = urlOf(server.adminUrl, "ours");
  await prepareDatabase(url);
  console.error(`seeding ${waiting + due} schedules …`);
  await asAdmin("ours", async (admin) => {
    const literals = { $due: due, $at: `timestamptz '${dueAt.toISOString()}'`, $total: waiting + due };
    const list = `array['${zones.join("','")}']`;
    const filled = Object.entries(literals).reduce(
      (text, [key, value]) => text.replaceAll(key, `${value}`),
      seed,
    );
    await admin.query(filled.replace("$zones", list));
    await admin.query("vacuum analyze");
  });
  const db = openDb({ url, max: 4 });
  const boss = await startSender(db);
  const dispatcher = { db, boss };
  const before = new Date(dueAt.getTime() - 1000);
  const polls = await timed(500, () => dispatchBatch(dispatcher, { at: before }));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const began = performance.now();
  const report = await dispatchDue(dispatcher, { at: dueAt });
  const seconds = (performance.now() - began) / 1000;
  delay.disable();
  if (report.queued !== due) throw new Error(`Dispatched ${report.queued} of ${due}.`);
  const pollsAfter = await timed(500, () => dispatchBatch(dispatcher, { at: dueAt }));
  const reconciling = performance.now();
  const found = await reconcile(db, { at: dueAt });
  if (!found || found.schedulesWithoutJob + found.jobsWithoutSchedule > 0) throw new Error("They differ.");
  const reconcileMs = performance.now() - reconciling;
  const superviseMs = await supervisePass(url);
  await boss.stop({ graceful: false });
  await db.destroy();
  return {
    dispatchS: round(seconds),
    dispatchedPerS: Math.round(due / seconds),
    idlePollMs: polls.median,
    idlePollP99Ms: polls.p99,
    idlePollAfterMs: pollsAfter.median,
    longestLoopDelayMs: round(delay.max / 1e6),
    reconcileMs: Math.round(reconcileMs),
    superviseMs: Math.round(superviseMs),
  };
}

/** What pg-boss's own supervision, every five seconds in a worker, costs with that many jobs waiting. */
async function supervisePass(url: string): Promise<number> {
  const boss = createBoss({ url, supervise: false, log });
  await boss.start();
  // The first pass of a day also counts everything; the one after it is the usual one.
  await boss.supervise();
  await wait(5200);
  const began = performance.now();
  await boss.supervise();
  const took = performance.now() - began;
  await boss.stop({ graceful: false });
  return took;
}

/** pg-boss's scheduler, with its defaults: all schedules fall due in one minute, watched for a little longer. */
async function measureTheirs(): Promise<Figures> {
  const boss = new PgBoss({ connectionString: urlOf(server.adminUrl, "theirs"), registerInstance: false });
  boss.on("error", () => {});
  await boss.start();
  await boss.createQueue("fired");
  const minute = new Date(Math.ceil((Date.now() + 20_000) / 60_000) * 60_000);
  await asAdmin("theirs", async (admin) => {
    await admin.query(
      `insert into pgboss.schedule (name, key, cron, timezone, data, options)
       select 'fired', n::text, $1, 'UTC', '{}', '{}' from generate_series(1, $2::int) n`,
      [`${minute.getUTCMinutes()} ${minute.getUTCHours()} * * *`, due],
    );
  });
  console.error(`pg-boss: ${due} fall due at ${minute.toISOString()}, watching ${bossWatchS} s …`);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await wait(minute.getTime() + bossWatchS * 1000 - Date.now());
  delay.disable();
  const fired = await asAdmin("theirs", async (admin) => {
    const { rows } = await admin.query("select count(*)::int as count from pgboss.job where name = 'fired'");
    return Number(rows[0].count);
  });
  await boss.stop({ graceful: false });
  return {
    bossWatchedS: bossWatchS,
    bossFired: fired,
    bossFiredPerS: round(fired / bossWatchS),
    bossLongestLoopDelayMs: round(delay.max / 1e6),
  };
}

async function timed(count: number, work: () => Promise<unknown>): Promise<{ median: number; p99: number }> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const began = performance.now();
    await work();
    times.push(performance.now() - began);
  }
  times.sort((a, b) => a - b);
  const at = (share: number) => round(times[Math.floor(count * share)] ?? 0);
  return { median: at(0.5), p99: at(0.99) };
}

async function asAdmin<T>(database: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const url = new URL(server.adminUrl);
  url.pathname = `/${database}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function print(figures: Figures): void {
  const width = Math.max(...Object.keys(figures).map((name) => name.length));
  for (const [name, value] of Object.entries(figures)) {
    console.log(`${name.padEnd(width)}  ${value.toLocaleString("en").padStart(12)}`);
  }
  console.log(JSON.stringify(figures));
}
