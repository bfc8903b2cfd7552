import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { enqueueRun } from "#lib/schedules/plan.ts";
import { queues } from "#lib/worker/queues.ts";
import { endRun, lockConnector } from "./end-run.ts";
import type { RunRef } from "./settle-deletions.ts";

/** After so many deaths in a row without a batch in between, the run is given up; others go on. */
export const deathsAtMost = 3;

const batchSize = 100;

type Swept = RunRef & { deaths: number };

/**
 * Takes runs from workers that stopped renewing their lease, and queues them again, to continue from their
 * checkpoint. Runs of which a batch is being written are alive, and passed over.
 */
export async function sweepRuns(db: Db, boss: PgBoss): Promise<{ interrupted: number; givenUp: number }> {
  const swept = await withScope(db, { system: true }, async (trx) => {
    const dead = await takeFromTheDead(trx);
    for (const run of dead.filter(({ deaths }) => deaths < deathsAtMost)) await enqueueRun(trx, boss, run);
    return dead;
  });
  const hopeless = swept.filter(({ deaths }) => deaths >= deathsAtMost);
  for (const run of hopeless) await giveUp(db, boss, run);
  return { interrupted: swept.length - hopeless.length, givenUp: hopeless.length };
}

async function takeFromTheDead(trx: Db): Promise<Swept[]> {
  const { rows } = await sql<Swept>`
    update runs r set state = 'interrupted', deaths = deaths + 1, lease_token = null, lease_expires_at = null
    from (
      select workspace_id, id from runs
      where state = 'running' and lease_expires_at < now()
      order by lease_expires_at limit ${batchSize}
      for no key update skip locked
    ) dead
    where r.workspace_id = dead.workspace_id and r.id = dead.id
    returning r.workspace_id as "workspaceId", r.connector_id as "connectorId", r.id as "runId", r.deaths`.execute(
    trx,
  );
  return rows;
}

/** A worker that dies between sweeping and this leaves an interrupted run without a job: `requeueLost` finds it. */
async function giveUp(db: Db, boss: PgBoss, run: Swept): Promise<void> {
  await withScope(db, run, async (trx) => {
    await lockConnector(trx, run);
    const row = await trx
      .selectFrom("runs")
      .select("current_item")
      .where("workspace_id", "=", run.workspaceId)
      .where("id", "=", run.runId)
      .where("state", "=", "interrupted")
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!row) return;
    const last = row.current_item ? `, the last time near ${row.current_item}` : "";
    const reason = `The worker died ${run.deaths} times in a row while reading this${last}. What was stored stays; leave out what is there, or ask an operator for the worker's log.`;
    await endRun(trx, boss, run, { kind: "failed", reason });
  });
}

/**
 * Queues runs that wait but have no job, which nothing of ours leaves behind but a death at the wrong moment, or
 * somebody's SQL. Answers how many.
 */
export async function requeueLost(db: Db, boss: PgBoss): Promise<number> {
  return withScope(db, { system: true }, async (trx) => {
    const { rows } = await sql<RunRef & { startAfter: Date | null }>`
      select r.workspace_id as "workspaceId", r.connector_id as "connectorId", r.id as "runId",
        r.not_before as "startAfter"
      from runs r
      where r.state in ('queued', 'interrupted') and not exists (
        select from pgboss.job j
        where j.name = ${sql.lit(queues.run)} and j.singleton_key = r.id::text and j.state = 'created'
      )
      limit ${batchSize}
      for no key update of r skip locked`.execute(trx);
    for (const { startAfter, ...run } of rows) {
      await enqueueRun(trx, boss, { ...run, startAfter: startAfter ?? undefined });
    }
    return rows.length;
  });
}
