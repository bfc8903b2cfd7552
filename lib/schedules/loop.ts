import { setTimeout as wait } from "node:timers/promises";
import { patiently } from "#db/patience.ts";
import { databaseNow } from "#lib/clock.ts";
import type { Log } from "#lib/log.ts";
import { meters } from "#lib/metrics/meters.ts";
import { type Dispatcher, dispatchDue } from "./dispatch.ts";
import { reconcile } from "./reconcile.ts";

export type DispatcherOptions = Dispatcher & {
  log: Log;
  /** Tests set the time; without it the database's clock rules, so that no worker's own clock matters. */
  clock?: () => Date;
  pollMs?: number;
  reconcileMs?: number;
};

export type RunningDispatcher = { stop: () => Promise<void> };

const longestBackoffMs = 30_000;

/**
 * Dispatches what is due every second and reconciles every minute until stopped; `stop` waits for the batch
 * under way. When the database fails it says so, waits longer each time, and goes on.
 */
export function startDispatcher(options: DispatcherOptions): RunningDispatcher {
  const { log, pollMs = 1000, reconcileMs = 60_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  const ended = Promise.all([
    repeat("dispatch", pollMs, async () => {
      const report = await dispatchDue(options, { at: options.clock?.(), signal });
      if (report.taken + report.strays > 0) log.info(report, "dispatched");
    }),
    repeat("reconcile", reconcileMs, async () => {
      const at = options.clock?.() ?? databaseNow();
      const report = await patiently(() => reconcile(options.db, { at, everyMs: reconcileMs / 2 }));
      if (report && report.schedulesWithoutJob + report.jobsWithoutSchedule > 0) {
        meters().repaired.inc(report.schedulesWithoutJob + report.jobsWithoutSchedule);
        log.warn(report, "schedules and jobs differed and were repaired");
      }
    }),
  ]);

  async function repeat(name: string, everyMs: number, work: () => Promise<void>): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await work();
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error, failures }, `${name} failed and will be tried again`);
      }
      const backoffMs = failures === 0 ? everyMs : Math.min(pollMs * 2 ** failures, longestBackoffMs);
      await wait(backoffMs, undefined, { signal }).catch(() => {});
    }
  }

  return {
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
}
