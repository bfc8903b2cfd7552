import { randomUUID } from "node:crypto";
import { openDb } from "#db/client.ts";
import { patiently } from "#db/patience.ts";
import { assertRowSecurity } from "#db/row-security.ts";
import { deliverDue } from "#lib/alerts/deliver.ts";
import { watchAlerts } from "#lib/alerts/watch.ts";
import { databaseNow, readClock, readClockEveryMs } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { serveMetrics } from "#lib/metrics/serve.ts";
import { sharedFetch } from "#lib/net/shared-fetch.ts";
import type { Engine } from "#lib/runs/execute.ts";
import { purgeExpired } from "#lib/runs/retention.ts";
import { requeueLost, sweepRuns } from "#lib/runs/sweep-runs.ts";
import { startDispatcher } from "#lib/schedules/loop.ts";
import { sweepBlobs } from "#lib/storage/sweep.ts";
import { startTracing, stopTracing } from "#lib/tracing/start.ts";
import { beat, beatMs, removeWorker } from "./beat.ts";
import { createBoss } from "./boss.ts";
import { repeat } from "./repeat.ts";
import { startRunLoop } from "./run-loop.ts";

export type WorkerOptions = Pick<Engine, "blobs" | "sourceOf" | "openCredentials"> & {
  url: string;
  /** As for `openDb`. */
  preparedStatements: boolean;
  /** Connections of the pool; pg-boss has a few of its own. */
  connections: number;
  /** Runs at once. */
  places: number;
  blobFolder: string;
  log: Log;
  /** Where `/metrics` is served; nowhere without. */
  metrics?: { host: string; port: number };
};

export type RunningWorker = {
  id: string;
  /** Gives runs back and ends; resolves when nothing is under way any more. */
  stop: () => Promise<void>;
};

const sweepMs = 2000;
const requeueMs = 60_000;
const watchMs = 15_000;
const sendMs = 2000;
const retentionMs = 60 * 60_000;

/**
 * Starts a worker: it dispatches what is due, runs it, takes over from workers that died, and purges what is kept no
 * longer. Any number of them share one database; none is special.
 */
export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  const { url, log, places } = options;
  const id = randomUUID();
  const db = openDb({
    url,
    max: Math.max(options.connections, places + 4),
    applicationName: "tributary-worker",
    preparedStatements: options.preparedStatements,
  });
  await assertRowSecurity(db);
  await startTracing("tributary-worker");
  const boss = createBoss({ url, supervise: true, max: 2, log });
  await boss.start();
  const engine: Engine = { ...options, db, boss, now: databaseNow };
  await readClock(db);

  const dispatcher = startDispatcher({ db, boss, log });
  const runs = startRunLoop({ engine, workerId: id, places });
  const pulse = repeat("heartbeat", { everyMs: beatMs, log }, () =>
    beat(db, { workerId: id, places, active: runs.active() }),
  );
  const chores = [
    repeat("reading the database's clock", { everyMs: readClockEveryMs, log }, () => readClock(db)),
    repeat("taking over from dead workers", { everyMs: sweepMs, log }, async () => {
      const swept = await sweepRuns(db, boss);
      if (swept.interrupted + swept.givenUp > 0) log.warn(swept, "took runs from a worker that died");
    }),
    repeat("looking for lost runs", { everyMs: requeueMs, log }, async () => {
      const requeued = await requeueLost(db, boss);
      if (requeued > 0) log.warn({ requeued }, "queued runs that had no job");
    }),
    repeat("looking for trouble", { everyMs: watchMs, log }, async () => {
      const seen = await watchAlerts(db, databaseNow);
      if (seen.raised + seen.resolved > 0) log.info(seen, "alerts");
    }),
    repeat("sending alerts", { everyMs: sendMs, log }, async () => {
      while ((await deliverDue({ db, fetch: sharedFetch(), now: databaseNow })) > 0);
    }),
    repeat("retention", { everyMs: retentionMs, log }, async (signal) => {
      const purged = await patiently(() => purgeExpired(db, signal));
      const blobs = await sweepBlobs(db, { root: options.blobFolder, now: new Date(), signal });
      log.info({ purged, blobs }, "purged what is kept no longer");
    }),
  ];
  const scraped = options.metrics && (await serveMetrics({ db, ...options.metrics }));
  log.info({ worker: id, places }, "worker started");

  const stop = async () => {
    scraped?.close();
    await Promise.all([dispatcher.stop(), runs.stop(), ...chores.map((chore) => chore.stop())]);
    // The heart beats until the last run is given back.
    await pulse.stop();
    await removeWorker(db, id).catch(() => {});
    await boss.stop({ graceful: false });
    await db.destroy();
    await stopTracing();
    log.info({ worker: id }, "worker ended");
  };
  let stopping: Promise<void> | undefined;
  return {
    id,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}
