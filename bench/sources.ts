/**
 * `npm run bench:sources -- <type> [items]`: a vendor's source reads so many items (10,000) from its stand-in through
 * the real engine into an embedded PostgreSQL, then again after each of a few edits. Counts requests and bytes of the
 * stand-in, which runs in the same process and shares its time. Prints a table and a line of JSON.
 */
import { randomUUID } from "node:crypto";
import { chmodSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { openDb } from "#db/client.ts";
import { startEmbedded } from "#db/embedded/server.ts";
import { createOwner, urlOf } from "#db/testing/cluster.ts";
import type { DB } from "#db/types.ts";
import { log } from "#lib/log.ts";
import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { type Engine, executeRun } from "#lib/runs/execute.ts";
import { queueRun } from "#lib/runs/queue-run.ts";
import { startSender } from "#lib/services.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { report, round } from "./shared/report.ts";
import { peakSince } from "./shared/usage.ts";
import { openConfluenceBench } from "./sources/confluence.ts";
import { openGoogleBench } from "./sources/google.ts";
import { openJiraBench } from "./sources/jira.ts";
import { openMicrosoftBench } from "./sources/microsoft.ts";
import type { SourceBench } from "./sources/source-bench.ts";

const benches: Record<string, (items: number) => Promise<SourceBench>> = {
  confluence: openConfluenceBench,
  google_drive: openGoogleBench,
  jira: openJiraBench,
  sharepoint: openMicrosoftBench,
};

type Figure = {
  name: string;
  requests: number;
  mb: number;
  seconds: number;
  peakMb: number;
  outcome: string;
};

const [type = "", items = "10000"] = process.argv.slice(2);
const open = benches[type];
if (!open) throw new Error(`Which source? ${Object.keys(benches).join(", ")}`);

const loadBefore = loadavg()[0];
const root = await mkdtemp(join(tmpdir(), "tributary-bench-sources-"));
chmodSync(root, 0o755);
const postgres = await startEmbedded({ clusterDir: join(root, "postgres") });
const url = await createDatabase(postgres.adminUrl);
const adminUrl = Object.assign(new URL(postgres.adminUrl), { pathname: "/bench" }).href;
const pool = new pg.Pool({ connectionString: adminUrl, max: 2 });
const admin = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
const db = openDb({ url });
const boss = await startSender(db);
try {
  await using bench = await open(Number(items));
  const engine: Engine = {
    db,
    boss,
    blobs: localBlobs(join(root, "blobs")),
    log,
    sourceOf: () => bench.source,
    openCredentials: () => bench.credentials,
    now: () => new Date(),
  };
  const connector = await createConnector(bench);
  const figures = [await measure("first run", engine, connector, bench)];
  for (const [name, edit] of Object.entries(bench.edits)) {
    edit();
    figures.push(await measure(name, engine, connector, bench));
  }
  report(
    [`${type}, ${items} items`, "requests", "MB", "seconds", "MB at most", "outcome"],
    figures.map((one) => [one.name, one.requests, one.mb, one.seconds, one.peakMb, one.outcome]),
    { bench: "sources", type, items: Number(items), loadBefore, figures },
  );
} finally {
  await boss.stop({ graceful: false });
  await db.destroy();
  await admin.destroy();
  await postgres.stop();
  await rm(root, { recursive: true, force: true });
}

async function createDatabase(server: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await createOwner(client);
  await client.query("create database bench owner tributary");
  await client.end();
  const database = urlOf(server, "bench");
  await prepareDatabase(database);
  return database;
}

type Connector = { workspaceId: string; connectorId: string };

async function createConnector({ slots }: SourceBench): Promise<Connector> {
  const [workspaceId, connectorId] = [randomUUID(), randomUUID()];
  const key = { workspace_id: workspaceId, connector_id: connectorId };
  await admin.insertInto("workspaces").values({ id: workspaceId, name: "Bench" }).execute();
  await admin
    .insertInto("connectors")
    .values({
      workspace_id: workspaceId,
      id: connectorId,
      name: type,
      type,
      slots: JSON.stringify(slots),
      credentials_sealed: Buffer.from("sealed"),
    })
    .execute();
  await admin
    .insertInto("schedules")
    .values({ ...key, type: "imed", timezone: "Etc/UTC", state: "active" })
    .execute();
  const collectionId = randomUUID();
  await admin
    .insertInto("collections")
    .values({ workspace_id: workspaceId, id: collectionId, name: "Bench" })
    .execute();
  await admin
    .insertInto("connector_collections")
    .values({ ...key, collection_id: collectionId })
    .execute();
  return { workspaceId, connectorId };
}

async function measure(
  name: string,
  engine: Engine,
  connector: Connector,
  { servers }: SourceBench,
): Promise<Figure> {
  const queued = await admin
    .transaction()
    .execute((trx) => queueRun(trx, boss, { ...connector, trigger: "manual", createdBy: null }));
  const claimed = await claimRun(db, { workerId: randomUUID(), passOver: [] });
  if (!queued || !claimed) throw new Error("The run wasn't queued.");
  for (const server of servers) server.reset();
  const peak = peakSince(process.pid);
  const began = performance.now();
  await executeRun(engine, new ActiveRun(claimed));
  const seconds = round((performance.now() - began) / 1000);
  const run = await admin
    .selectFrom("runs")
    .selectAll()
    .where("id", "=", queued.id)
    .executeTakeFirstOrThrow();
  const counts = (["added", "updated", "unchanged", "deleted", "skipped", "failed"] as const)
    .filter((outcome) => run[outcome] > 0)
    .map((outcome) => `${run[outcome]} ${outcome}`);
  const outcome = [run.state, ...counts].join(", ");
  console.error(`${name}: ${seconds} s, ${outcome}`);
  return {
    name,
    requests: servers.reduce((sum, { calls }) => sum + calls.length, 0),
    mb: round(servers.reduce((sum, { bytesSent }) => sum + bytesSent, 0) / 1e6),
    seconds,
    peakMb: peak(),
    outcome,
  };
}
