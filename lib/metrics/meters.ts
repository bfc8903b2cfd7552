import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

// Next compiles pages and handlers into separate module instances: the meters of the process are here.
const holder = globalThis as typeof globalThis & { tributaryMeters?: Meters };

export type Meters = ReturnType<typeof createMeters>;

/** What this process counts, by Prometheus' conventions: base units, `_total` for counters. */
export function meters(): Meters {
  holder.tributaryMeters ??= createMeters();
  return holder.tributaryMeters;
}

const secondsOfRequests = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const secondsOfWork = [0.5, 1, 5, 10, 30, 60, 300, 900, 3600, 14_400];

function createMeters() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "tributary_" });
  return {
    registry,
    requests: new Histogram({
      registers,
      name: "tributary_http_request_duration_seconds",
      help: "Requests to the API, by operation (as in /v1/openapi.json) and status.",
      labelNames: ["operation", "status"],
      buckets: secondsOfRequests,
    }),
    pool: new Gauge({
      registers,
      name: "tributary_db_connections",
      help: "Connections of this process's pool by use; waiting: queries that wait for one.",
      labelNames: ["state"],
    }),
    lateness: new Histogram({
      registers,
      name: "tributary_occurrence_lateness_seconds",
      help: "From the planned instant of an occurrence to its dispatch.",
      buckets: secondsOfWork,
    }),
    runs: new Histogram({
      registers,
      name: "tributary_run_duration_seconds",
      help: "Runs as they left this worker: its time on them, by type of connector and outcome (queued: given back).",
      labelNames: ["type", "outcome"],
      buckets: secondsOfWork,
    }),
    items: new Counter({
      registers,
      name: "tributary_items_total",
      help: "Items that runs stored the outcome of, by type of connector and outcome.",
      labelNames: ["type", "outcome"],
    }),
    repaired: new Counter({
      registers,
      name: "tributary_orphans_repaired_total",
      help: "Schedules without their job, and jobs without their schedule, that this worker repaired. 0 by design.",
    }),
  };
}
