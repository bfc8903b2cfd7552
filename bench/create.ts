/**
 * `npm run bench:create [seconds] [rounds]`: creations a second over HTTP at 16 connections, against the empty
 * handler of the same server and against the bare statements, on the embedded database with its production
 * settings. Build first (`npm run build`). The three take turns, so that the machine's mood is the same for each.
 * Prints a table of medians, and the same figures as one line of JSON.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import autocannon from "autocannon";
import pg from "pg";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import { createWorkspace } from "#lib/testing/actors.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const seconds = Number(process.argv[2] ?? 5);
const rounds = Number(process.argv[3] ?? 5);
const connections = 16;
const port = 4399;
const base = `http://127.0.0.1:${port}`;

type Figure = { perSecond: number; p99Ms: number; errors: number };
type Kind = "empty handler" | "create" | "raw SQL";

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
  const kinds: Record<Kind, (duration: number) => Promise<Figure>> = {
    "empty handler": (duration) => load({ path: "/healthz" }, duration),
    create: (duration) => load({ path, method: "POST", body: JSON.stringify(body) }, duration),
    "raw SQL": rawSql,
  };
  for (const run of Object.values(kinds)) await run(2);
  const loadBefore = loadavg()[0] ?? 0;
  const figures: Record<Kind, Figure[]> = { "empty handler": [], create: [], "raw SQL": [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const kind of Object.keys(kinds) as Kind[]) figures[kind].push(await kinds[kind](seconds));
  }
  report(figures, loadBefore);
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
      SECRETS_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    },
    stdio: ["ignore", "ignore", "inherit"],
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
  request: { path: string; method?: "POST"; body?: string },
  duration: number,
): Promise<Figure> {
  const headers = { authorization: `Bearer ${workspace.editor.token}`, "content-type": "application/json" };
  const result = await autocannon({ url: base + request.path, connections, duration, headers, ...request });
  return {
    perSecond: result.requests.average,
    p99Ms: result.latency.p99,
    errors: result.errors + result.non2xx,
  };
}

/** The statements that a creation sends, as they travel there, without HTTP, parsing or identity. */
async function rawSql(duration: number): Promise<Figure> {
  const until = Date.now() + duration * 1000;
  const latencies: number[] = [];
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url, pipeline: true });
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
  return { perSecond: latencies.length / duration, p99Ms: Math.round(p99Ms), errors: 0 };
}

async function createOnce(client: pg.Client): Promise<void> {
  const id = randomUUID();
  const { workspaceId } = workspace;
  const ids = { workspace_id: workspaceId, connector_id: id };
  const details = { name: "Bench", type: "upload", scheduler_type: "cron", scheduler_value: "0 6 * * *" };
  const settings = `set_config('role', 'tributary_app', true), set_config('app.workspace_id', '${workspaceId}', true)`;
  await Promise.all([
    client.query(`begin; select ${settings}`),
    client.query({
      name: "create",
      text: `
      with connector as (
        insert into connectors
          (workspace_id, id, name, type, slots, credentials_sealed, created_by, created_at, updated_at)
        values ($1, $2, 'Bench', 'upload', '{}', null, $3, $4, $4)
      ), schedule as (
        insert into schedules (workspace_id, connector_id, type, value, timezone, state, next_run_at, updated_at)
        values ($1, $2, 'cron', '0 6 * * *', 'Etc/UTC', 'active', $5, $4)
      ), occurrence as (
        insert into pgboss.job
          (name, data, singleton_key, start_after, keep_until, policy, retry_limit, retry_delay, deletion_seconds)
        values ('occurrence', $6, $1 || '/' || $2, $5, 'infinity', 'short', 1000000, 1, 60)
      )
      insert into audit_log
        (workspace_id, id, actor_type, actor_id, action, target_type, target_id, details, request_id)
      values ($1, $7, 'user', $3, 'connector.create', 'connector', $2, $8, $9)`,
      values: [
        workspaceId,
        id,
        workspace.editor.userId,
        new Date(),
        new Date("2100-01-01"),
        JSON.stringify(ids),
        randomUUID(),
        JSON.stringify(details),
        randomUUID(),
      ],
    }),
    client.query("commit"),
  ]);
}

function report(figures: Record<Kind, Figure[]>, loadBefore: number): void {
  const rows = Object.entries(figures).map(([name, rounds]) => ({
    name,
    perSecond: Math.round(median(rounds.map((row) => row.perSecond))),
    p99Ms: median(rounds.map((row) => row.p99Ms)),
    errors: rounds.reduce((sum, row) => sum + row.errors, 0),
  }));
  console.table(rows);
  // Each round's own ratio: a round that others disturbed is one of several, not a part of each figure.
  const ratioTo = (other: Kind) => {
    const ratios = figures.create.map(
      (row, round) => row.perSecond / (figures[other][round]?.perSecond ?? 0),
    );
    return Number(median(ratios).toFixed(2));
  };
  const ratios = { toEmpty: ratioTo("empty handler"), toRawSql: ratioTo("raw SQL") };
  console.log(`create / empty handler ${ratios.toEmpty}, create / raw SQL ${ratios.toRawSql}`);
  const machine = { cores: availableParallelism(), loadBefore };
  console.log(
    JSON.stringify({ bench: "create", connections, seconds, rounds, machine, rows, ratios, figures }),
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
