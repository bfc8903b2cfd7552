import { ActiveRun } from "#lib/runs/active-run.ts";
import { claimRun } from "#lib/runs/claim.ts";
import { type Engine, executeRun } from "#lib/runs/execute.ts";
import { workspacesAtShare } from "#lib/runs/fair-share.ts";
import { repeat } from "./repeat.ts";

export type RunLoop = {
  /** Runs in this worker's hands. */
  active: () => ActiveRun[];
  /** Takes no more runs, gives back those it has, each after the batch under way. */
  stop: () => Promise<void>;
};

export type RunLoopOptions = {
  engine: Engine;
  workerId: string;
  /** Runs at once. */
  places: number;
  pollMs?: number;
};

/**
 * Takes runs as long as there is a place for them, and looks for new ones twice a second: a poll with nothing due
 * costs under a millisecond, less than listening would cost every writer.
 */
export function startRunLoop({ engine, workerId, places, pollMs = 500 }: RunLoopOptions): RunLoop {
  const executing = new Map<ActiveRun, Promise<void>>();
  const loop = repeat("taking runs", { everyMs: pollMs, log: engine.log }, async (signal) => {
    while (executing.size < places && !signal.aborted) {
      const passOver = workspacesAtShare([...executing.keys()], places);
      const claimed = await claimRun(engine.db, { workerId, passOver });
      if (!claimed) return;
      begin(new ActiveRun(claimed));
    }
  });

  function begin(run: ActiveRun): void {
    const execution = executeRun(engine, run).finally(() => {
      executing.delete(run);
      loop.wake();
    });
    executing.set(run, execution);
  }

  return {
    active: () => [...executing.keys()],
    stop: async () => {
      await loop.stop();
      for (const run of executing.keys()) run.stop("draining");
      await Promise.all(executing.values());
    },
  };
}
