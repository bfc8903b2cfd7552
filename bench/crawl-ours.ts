/** Runs our crawl of a site twice through the run engine, and prints a line of JSON for each run. Started by `crawl.ts`. */
import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { openDb } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { JsonObject, Source } from "#lib/connectors/source.ts";
import { createWebScraper } from "#lib/connectors/web_scraper/source.ts";
import { log } from "#lib/log.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { executeRun } from "#lib/runs/execute.ts";
import { queueRun } from "#lib/runs/queue-run.ts";
import { startSender } from "#lib/services.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";

const [databaseUrl = "", startUrl = "", blobFolder = "", workspaceId = ""] = process.argv.slice(2);
const connectorId = "manual";
const db = openDb({ url: databaseUrl });
const boss = await startSender(db);
const fetch = createGuardedFetch({ allowPrivateHosts: [new URL(startUrl).host] });
const source = createWebScraper(() => fetch) as unknown as Source<JsonObject>;

for (let run = 0; run < 2; run++) {
  const before = await documentVersions();
  const runId = await withScope(db, { workspaceId }, async (trx) => {
    const queued = await queueRun(trx, boss, {
      workspaceId,
      connectorId,
      trigger: "manual",
      createdBy: null,
    });
    if (!queued) throw new Error("A run is active already.");
    return queued.id;
  });
  const claimed = await claimRun(db, { workerId: randomUUID(), passOver: [] });
  if (!claimed) throw new Error("No run waits.");
  const started = performance.now();
  await executeRun(
    {
      db,
      boss,
      blobs: localBlobs(blobFolder),
      log,
      sourceOf: () => source,
      openCredentials: () => ({}),
      now: () => new Date(),
    },
    new ActiveRun(claimed),
  );
  const seconds = (performance.now() - started) / 1000;
  const row = await withScope(db, { workspaceId }, (trx) =>
    trx.selectFrom("runs").selectAll().where("id", "=", runId).executeTakeFirstOrThrow(),
  );
  const { state, added, unchanged, skipped, failed } = row;
  const pages = Number(added) + Number(unchanged);
  const after = await documentVersions();
  const writes = [...after].filter(([id, version]) => before.get(id) !== version).length;
  console.log(JSON.stringify({ pages, seconds, writes, state, skipped, failed }));
}
await boss.stop({ graceful: false });
await fetch.close();
await db.destroy();

/** The row version of each document: what a write changes, whatever it writes. */
async function documentVersions(): Promise<Map<string, string>> {
  const { rows } = await withScope(db, { workspaceId }, (trx) =>
    sql<{ id: string; version: string }>`select id, xmin::text as version from documents`.execute(trx),
  );
  return new Map(rows.map(({ id, version }) => [id, version]));
}
