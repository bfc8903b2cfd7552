// Runs connectors: `npm run worker`, any number of them against one DATABASE_URL.
import "./check-settings.ts";

import { sourceOf } from "#lib/connectors/registry.ts";
import { env } from "#lib/env.ts";
import { log } from "#lib/log.ts";
import { openCredentials } from "#lib/secrets/seal.ts";
import { blobFolder, blobs } from "#lib/storage/process-blobs.ts";
import { startWorker } from "#lib/worker/main.ts";

const { DATABASE_URL: url, DATABASE_POOL: connections, PREPARED_STATEMENTS: preparedStatements } = env();
const { WORKER_RUNS: places, HOST, METRICS_PORT } = env();
if (!url) {
  console.error("Set DATABASE_URL to the database to work on, or start everything with `npm start`.");
  process.exit(1);
}

const worker = await startWorker({
  url,
  connections,
  preparedStatements,
  places,
  blobs: blobs(),
  blobFolder: blobFolder(),
  sourceOf,
  openCredentials,
  log,
  ...(METRICS_PORT > 0 && { metrics: { host: HOST, port: METRICS_PORT } }),
}).catch((error) => {
  log.fatal({ err: error }, "worker can't start");
  console.error(
    `The worker can't start: is DATABASE_URL right, and \`npm run migrate\` done? ${error.message}`,
  );
  process.exit(1);
});

/** Longer than any batch takes; what isn't given back by then is taken over by another worker. */
const drainMs = 20_000;
let isEnding = false;

function end(code: number): void {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(code || 1), drainMs).unref();
  worker.stop().then(
    () => process.exit(code),
    (error) => {
      log.fatal({ err: error }, "worker could not end in order");
      process.exit(1);
    },
  );
}

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => end(0));
// The supervisor that started us is gone.
process.on("disconnect", () => end(0));
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  process.on(event, (error) => {
    log.fatal({ err: error }, event);
    end(1);
  });
}
