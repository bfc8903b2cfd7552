import { hostname } from "node:os";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { ActiveRun } from "#lib/runs/active-run.ts";
import { isRunWaiting } from "#lib/runs/claim.ts";
import { tiredRuns } from "#lib/runs/fair-share.ts";
import { renewLeases } from "#lib/runs/lease.ts";

/** How often a worker shows that it lives: three times before a lease runs out. */
export const beatMs = 3000;

/**
 * One heartbeat of a worker: shows that it lives, renews the leases of its runs, shows what they are at, and stops
 * those that somebody cancelled, that another worker has now, or that make room for others.
 */
export async function beat(
  db: Db,
  { workerId, places, active }: { workerId: string; places: number; active: readonly ActiveRun[] },
): Promise<void> {
  await withScope(db, { system: true }, async (trx) => {
    await sql`
      insert into workers (id, host, pid) values (${workerId}, ${hostname()}, ${process.pid})
      on conflict (id) do update set beat_at = now()`.execute(trx);
    const answers = new Map(
      (
        await renewLeases(
          trx,
          active.map((run) => run.pulse()),
        )
      ).map((answer) => [answer.leaseToken, answer]),
    );
    for (const run of active) {
      const answer = answers.get(run.claimed.leaseToken);
      if (answer?.isMine === false) run.stop("lost");
      else if (answer?.cancelRequested) run.stop("cancelled");
    }
    for (const { run, waitingOtherThan } of tiredRuns(active, places)) {
      if (await isRunWaiting(trx, waitingOtherThan)) run.stop("slice");
    }
  });
}

/** Takes a worker that ended in order off the list. */
export async function removeWorker(db: Db, workerId: string): Promise<void> {
  await withScope(db, { system: true }, (trx) =>
    trx.deleteFrom("workers").where("id", "=", workerId).execute(),
  );
}
