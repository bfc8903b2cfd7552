/**
 * `node bench/create.ts [seconds]`: creations a second over HTTP at 16 connections, against an empty handler of the
 * same server and against the bare statements on 16 connections of their own, on the embedded database with its
 * production settings. Build first (`npm run build`). Prints a table, and the same figures as one line of JSON.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import autocannon from "autocannon";
import pg from "pg";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const seconds = Number(process.argv[2] ?? 10);
const connections = 16;
const port = 4399;
const base = `http://127.0.0.1:${port}`;

type Figure = { name: string; perSecond: number; p99Ms: number; errors: number };

Object.assign(process.env, { AUTH_SECRET: randomBytes(32).toString("base64") });

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
const workspace = await createWorkspace({ db });
const web = startWeb(url);
try {
  await untilReady();
  const body = { name: "Bench", type: "upload", slots: {}, credentials: {} };
  const path = `/v1/connector/create_connector/${workspace.workspaceId}?scheduler_type=cron&scheduler_value=0+6+*+*+*`;
  const create = { path, method: "POST" as const, body: JSON.stringify(body) };
  await load("warm-up", { path: "/healthz" }, 2);
  await load("warm-up", create, 3);
  const figures: Figure[] = [];
  // Two rounds, in turn: the machine's mood is the same for each.
  for (const round of [1, 2]) {
    figures.push(await load(`empty handler ${round}`, { path: "/healthz" }, seconds));
    figures.push(await load(`create ${round}`, create, seconds));
    figures.push(await rawSql(`raw SQL ${round}`, seconds));
  }
  report(figures);
} finally {
  web.kill("SIGTERM");
  await db.destroy();
  await server.stop();
  await rm(root, { recursive: true, force: true });
}

function startWeb(databaseUrl: string): ChildProcess {
  return spawn(process.execPath, [join(import.meta.dirname, "..", "scripts", "web.ts")], {
    env: {
      ...process.env,
      NODE_ENV: "production",
      LOG_LEVEL: "warn",
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATABASE_POOL: "16",
      SECRETS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    },
    stdio: ["ignore", "inherit", "inherit"],
  });
}

async function untilReady(): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    const answer = await fetch(`${base}/healthz`).catch(() => undefined);
    if (answer?.ok) return;
    await wait(100);
  }
  throw new Error("The web server doesn't answer: is it built? (npm run build)");
}

async function load(
  name: string,
  request: { path: string; method?: "POST"; body?: string },
  duration: number,
): Promise<Figure> {
  const headers = { authorization: `Bearer ${workspace.editor.token}`, "content-type": "application/json" };
  const result = await autocannon({ url: base + request.path, connections, duration, headers, ...request });
  return {
    name,
    perSecond: result.requests.average,
    p99Ms: result.latency.p99,
    errors: result.errors + result.non2xx,
  };
}

/** The statements that a creation sends, without HTTP, parsing or identity. */
async function rawSql(name: string, duration: number): Promise<Figure> {
  const until = Date.now() + duration * 1000;
  const latencies: number[] = [];
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  );
  await Promise.all(
    clients.map(async (client) => {
      while (Date.now() < until) {
        const began = performance.now();
        await createOnce(client);
        latencies.push(performance.now() - began);
      }
      await client.end();
    }),
  );
  latencies.sort((a, b) => a - b);
  const p99Ms = latencies[Math.floor(latencies.length * 0.99)] ?? 0;
  return { name, perSecond: latencies.length / duration, p99Ms: Math.round(p99Ms), errors: 0 };
}

async function createOnce(client: pg.Client): Promise<void> {
  const id = randomUUID();
  const scope = "select set_config('role', 'tributary_app', true), set_config('app.workspace_id'";
  await client.query(`begin; ${scope}, '${workspace.workspaceId}', true)`);
  await client.query({
    name: "create",
    text: `
      with connector as (
        insert into connectors (workspace_id, id, name, type, slots) values ($1, $2, 'Bench', 'upload', '{}')
      ), schedule as (
        insert into schedules (workspace_id, connector_id, type, value, timezone, state, next_run_at)
        values ($1, $2, 'cron', '0 6 * * *', 'Etc/UTC', 'active', $3)
      ), occurrence as (
        insert into pgboss.job (name, data, singleton_key, start_after, keep_until, policy)
        values ('occurrence', '{}', $1 || '/' || $2, $3, 'infinity', 'short')
      )
      insert into audit_log (workspace_id, id, actor_type, action, target_type, target_id)
      values ($1, $4, 'system', 'connector.create', 'connector', $2)`,
    values: [workspace.workspaceId, id, new Date("2100-01-01"), randomUUID()],
  });
  await client.query("commit");
}

function report(figures: Figure[]): void {
  console.table(figures.map((row) => ({ ...row, perSecond: Math.round(row.perSecond) })));
  const mean = (prefix: string) => {
    const rows = figures.filter(({ name }) => name.startsWith(prefix));
    return rows.reduce((sum, row) => sum + row.perSecond, 0) / rows.length;
  };
  const ratio = (a: string, b: string) => Number((mean(a) / mean(b)).toFixed(2));
  const ratios = { to_empty: ratio("create", "empty"), to_raw_sql: ratio("create", "raw") };
  console.log(JSON.stringify({ bench: "create", connections, seconds, figures, ...ratios }));
}
