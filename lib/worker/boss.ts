import { PgBoss } from "pg-boss";
import type { Log } from "#lib/log.ts";
import { bossSchema } from "./queues.ts";

/** Its passes over the queues grow with them; a server that never answers must not stop them for good. */
const patience = { query_timeout: 60_000 };

/**
 * pg-boss without its own scheduler, and without schema changes: those belong to `prepareDatabase`. It stores jobs;
 * claiming them is ours (docs/decisions/2026-11-24-a-run-is-its-own-lease.md), so it needs no listener.
 * @param options.url a connection of its own pool
 * @param options.supervise whether this process expires, retries and deletes jobs (a worker does)
 */
export function createBoss(options: { url: string; supervise: boolean; max?: number; log: Log }): PgBoss {
  const boss = new PgBoss({
    connectionString: options.url,
    schema: bossSchema,
    max: options.max ?? 4,
    application_name: "tributary-boss",
    ...patience,
    schedule: false,
    migrate: false,
    createSchema: false,
    supervise: options.supervise,
    // A pass needs both timers: with either at its default of 60 s, a killed worker's run would wait that long.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    registerInstance: false,
  });
  boss.on("error", (error) => options.log.error({ err: error }, "pg-boss"));
  return boss;
}
