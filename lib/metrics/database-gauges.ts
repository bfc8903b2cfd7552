import { Gauge, type Registry } from "prom-client";
import type { Db } from "#db/client.ts";
import { type DatabaseFacts, readDatabaseFacts } from "./read-database.ts";

export type DatabaseGauges = {
  /** Reads the database again, unless it was read within the last seconds. */
  refresh: () => Promise<void>;
};

const keptMs = 15_000;

/**
 * What the database knows, as gauges: the same from every web server.
 * @param options.stalest connectors that have a gauge of their own
 */
export function databaseGauges(
  registry: Registry,
  { db, stalest, now = () => performance.now() }: { db: Db; stalest: number; now?: () => number },
): DatabaseGauges {
  const show = gauges(registry);
  let readAt = -Infinity;
  let reading: Promise<void> | undefined;
  const read = async () => {
    show(await readDatabaseFacts(db, stalest));
    readAt = now();
  };
  return {
    refresh: async () => {
      if (now() - readAt < keptMs) return;
      reading ??= read().finally(() => {
        reading = undefined;
      });
      await reading;
    },
  };
}

function gauges(registry: Registry): (facts: DatabaseFacts) => void {
  const gauge = <L extends string>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge({ name: `tributary_${name}`, help, labelNames, registers: [registry] });
  const jobs = gauge("queue_jobs", "Jobs of a queue: due, planned for later, or active.", ["queue", "state"]);
  const overdue = gauge("occurrence_overdue_seconds", "How long the longest overdue occurrence waits.");
  const workers = gauge("workers", "Workers that gave a sign of life within a minute.");
  const runs = gauge("runs", "Runs that haven't ended, by state.", ["state"]);
  const connectors = gauge("connectors", "Connectors by how their last runs ended.", ["standing"]);
  const lastSuccess = gauge(
    "connector_last_success_timestamp_seconds",
    "The last success of the connectors for whom it is longest ago; 0 for never.",
    ["workspace", "connector"],
  );
  const orphans = gauge(
    "orphans",
    "Schedules without their job, and jobs without their schedule, at the last reconciliation. 0 by design.",
  );
  return (facts) => {
    for (const { queue, due, planned, active } of facts.queues) {
      jobs.set({ queue, state: "due" }, due);
      jobs.set({ queue, state: "planned" }, planned);
      jobs.set({ queue, state: "active" }, active);
    }
    overdue.set(facts.overdueS);
    workers.set(facts.workers);
    orphans.set(facts.orphans ?? 0);
    for (const one of [runs, connectors, lastSuccess]) one.reset();
    for (const { state, count } of facts.runs) runs.set({ state }, count);
    for (const { standing, count } of facts.connectors) connectors.set({ standing }, count);
    for (const { workspaceId, connectorId, lastSuccessS } of facts.stalest) {
      lastSuccess.set({ workspace: workspaceId, connector: connectorId }, lastSuccessS);
    }
  };
}
