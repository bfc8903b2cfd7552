import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { queues } from "#lib/worker/queues.ts";
import type { ScheduleRow } from "./next.ts";

/** An occurrence job whose instant has come, locked by this transaction. */
export type DueJob = { id: string; workspaceId: string; connectorId: string; planned: Date; now: Date };

/** A due occurrence with what decides about it; its schedule is locked too. */
export type Due = DueJob &
  ScheduleRow & {
    missed: string;
    inCollection: boolean;
    needsCredentials: boolean;
  };

const occurrence = sql.lit(queues.occurrence);
const uuidPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Locks at most `limit` due jobs, the longest overdue first; those another worker holds are passed over. It reads
 * pg-boss's index on (name, state, blocked, start_after): what waits costs nothing, however much it is.
 * @param at the instant to judge by; without it the database's clock, which all workers share
 */
export async function lockDueJobs(trx: Db, limit: number, at?: Date): Promise<DueJob[]> {
  const now = at ? sql<Date>`${at}::timestamptz` : sql<Date>`now()`;
  const { rows } = await sql<DueJob>`
    select id, data->>'workspace_id' as "workspaceId", data->>'connector_id' as "connectorId",
      start_after as planned, ${now} as now
    from pgboss.job
    where name = ${occurrence} and state = 'created' and blocked = false and start_after <= ${now}
    order by start_after
    limit ${limit}
    for update skip locked`.execute(trx);
  return rows;
}

/**
 * Locks the active schedules of these jobs and reads what decides about them. A schedule that somebody is
 * changing is passed over, and waits for the next pass: so a dispatch never waits for a person's transaction.
 */
export async function lockSchedules(trx: Db, dueJobs: DueJob[]): Promise<Due[]> {
  const jobs = dueJobs.filter(isReadable);
  const { rows } = await sql<Omit<Due, keyof DueJob> & { index: number }>`
    select job.index::int, s.type, s.value, s.timezone, s.missed,
      exists (
        select from connector_collections c
        where c.workspace_id = s.workspace_id and c.connector_id = s.connector_id
      ) as "inCollection",
      c.health = 'needs_credentials' as "needsCredentials"
    from unnest(${jobs.map((job) => job.workspaceId)}::uuid[], ${jobs.map((job) => job.connectorId)}::text[])
      with ordinality job (workspace_id, connector_id, index)
    join schedules s on s.workspace_id = job.workspace_id and s.connector_id = job.connector_id
    join connectors c on c.workspace_id = s.workspace_id and c.id = s.connector_id
    where s.state = 'active' and s.type <> 'imed'
    for no key update of s skip locked`.execute(trx);
  return rows.flatMap(({ index, ...facts }) => {
    const job = jobs[index - 1];
    return job ? [{ ...job, ...facts }] : [];
  });
}

/** Deletes those of `jobs` that no active schedule stands behind; answers how many. */
export async function removeStrayJobs(trx: Db, jobs: DueJob[]): Promise<number> {
  const removed = await sql`
    delete from pgboss.job
    where name = ${occurrence} and id in (
      select job.id
      from unnest(
        ${jobs.map((job) => job.id)}::uuid[],
        ${jobs.map((job) => (isReadable(job) ? job.workspaceId : null))}::uuid[],
        ${jobs.map((job) => job.connectorId)}::text[]
      ) job (id, workspace_id, connector_id)
      where not exists (
        select from schedules s
        where s.workspace_id = job.workspace_id and s.connector_id = job.connector_id
          and s.state = 'active' and s.type <> 'imed'
      )
    )`.execute(trx);
  return Number(removed.numAffectedRows ?? 0n);
}

/** Nothing but our own code writes these jobs; should another, it must not stop the batch. */
function isReadable({ workspaceId, connectorId }: DueJob): boolean {
  return uuidPattern.test(workspaceId) && typeof connectorId === "string";
}
