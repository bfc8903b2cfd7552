import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { databaseNow } from "#lib/clock.ts";
import { enqueueRun } from "#lib/schedules/plan.ts";
import { queues } from "#lib/worker/queues.ts";
import { quarantineReason } from "./care.ts";
import { endRun, lockConnector } from "./end-run.ts";
import { writeItems } from "./ledger.ts";
import type { RunRef } from "./settle-deletions.ts";

/** After so many deaths in a row, with nothing stored in between, what was in hand is left alone. */
export const deathsAtMost = 3;

/** Of runs that died together again, only one is to blame: each gets so much time alone to show that it isn't. */
const timeAloneMs = 30_000;

const batchSize = 100;

type Swept = RunRef & { deaths: number; inHand: string | null };

/**
 * Takes runs from workers that stopped renewing their lease, and queues them again, to continue from their
 * checkpoint: without the item that was in hand each time, when that has happened too often. Runs of which a batch is
 * being written are alive, and passed over.
 */
export async function sweepRuns(db: Db, boss: PgBoss): Promise<{ interrupted: number; givenUp: number }> {
  const { swept, stuck } = await withScope(db, { system: true }, async (trx) => {
    const dead = await takeFromTheDead(trx);
    let alone = 0;
    for (const run of dead.filter(({ deaths }) => deaths < deathsAtMost)) {
      const waitMs = run.deaths > 1 ? timeAloneMs * alone++ : 0;
      await enqueueRun(trx, boss, {
        ...run,
        startAfter: waitMs > 0 ? new Date(databaseNow().getTime() + waitMs) : undefined,
      });
    }
    return { swept: dead.length, stuck: await findStuck(trx) };
  });
  let givenUp = 0;
  for (const run of stuck) {
    const { inHand } = run;
    if (inHand !== null) await quarantine(db, boss, run, inHand);
    else {
      await giveUp(db, boss, run);
      givenUp++;
    }
  }
  return { interrupted: swept - givenUp, givenUp };
}

/** Also those of a sweeper that died before it dealt with them. */
async function findStuck(trx: Db): Promise<Swept[]> {
  const { rows } = await sql<Swept>`
    select workspace_id as "workspaceId", connector_id as "connectorId", id as "runId", deaths,
      in_hand as "inHand"
    from runs where state = 'interrupted' and deaths >= ${deathsAtMost} limit ${batchSize}`.execute(trx);
  return rows;
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
    returning r.workspace_id as "workspaceId", r.connector_id as "connectorId", r.id as "runId", r.deaths,
      r.in_hand as "inHand"`.execute(trx);
  return rows;
}

/** The run goes on without an item, which failed. */
async function quarantine(db: Db, boss: PgBoss, run: Swept, key: string): Promise<void> {
  await withScope(db, run, async (trx) => {
    if (!(await lockStuck(trx, run))) return;
    const link = /^https?:/.test(key) ? key : undefined;
    const counts = await writeItems(trx, run, [{ key, link, kind: "failed", error: quarantineReason }]);
    await sql`
      update runs set failed = failed + ${counts.failed}, added = added + ${counts.added},
        updated = updated + ${counts.updated}, unchanged = unchanged + ${counts.unchanged},
        skipped = skipped + ${counts.skipped}, deaths = 0, in_hand = null
      where workspace_id = ${run.workspaceId} and id = ${run.runId}`.execute(trx);
    await sql`
      update connectors set quarantined = array_append(array_remove(quarantined, ${key}), ${key})
      where workspace_id = ${run.workspaceId} and id = ${run.connectorId}`.execute(trx);
    await enqueueRun(trx, boss, run);
  });
}

/** Locks a run that nobody holds, after its connector. @returns undefined when somebody dealt with it meanwhile */
async function lockStuck(trx: Db, run: RunRef): Promise<{ current_item: string | null } | undefined> {
  await lockConnector(trx, run);
  return trx
    .selectFrom("runs")
    .select("current_item")
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.runId)
    .where("state", "=", "interrupted")
    .where("deaths", ">=", deathsAtMost)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function giveUp(db: Db, boss: PgBoss, run: Swept): Promise<void> {
  await withScope(db, run, async (trx) => {
    const row = await lockStuck(trx, run);
    if (!row) return;
    const last = row.current_item ? `, the last time near ${row.current_item}` : "";
    const reason = `The worker died ${run.deaths} times in a row while reading this${last}. What was stored stays; leave out what is there, or ask an operator for the worker's log.`;
    await endRun(trx, boss, run, { kind: "failed", reason });
  });
}

/**
 * Queues runs that wait but have no job, which nothing of ours leaves behind but a death at the wrong moment, or
 * somebody's SQL. Those that are stuck are `sweepRuns`' to deal with. Answers how many.
 */
export async function requeueLost(db: Db, boss: PgBoss): Promise<number> {
  return withScope(db, { system: true }, async (trx) => {
    const { rows } = await sql<RunRef & { startAfter: Date | null }>`
      select r.workspace_id as "workspaceId", r.connector_id as "connectorId", r.id as "runId",
        r.not_before as "startAfter"
      from runs r
      where r.state in ('queued', 'interrupted') and r.deaths < ${deathsAtMost} and not exists (
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
