import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";

/** What only the database knows, for all processes together. */
export type DatabaseFacts = {
  queues: { queue: string; due: number; planned: number; active: number }[];
  /** How long the longest overdue occurrence waits, in seconds; 0 when none is. */
  overdueS: number;
  /** Workers that gave a sign of life within a minute. */
  workers: number;
  runs: { state: string; count: number }[];
  /** Connectors by how their last runs ended. */
  connectors: { standing: string; count: number }[];
  /** Those whose last success is longest ago, with it in Unix seconds; 0 for never. */
  stalest: { workspaceId: string; connectorId: string; lastSuccessS: number }[];
  /** What the last reconciliation found; null before the first. */
  orphans: number | null;
};

/** Reads it in one transaction; each statement reads an index, or a row for each connector. */
export function readDatabaseFacts(db: Db, stalest: number): Promise<DatabaseFacts> {
  return withScope(db, { system: true }, async (trx) => {
    const queues = await sql<DatabaseFacts["queues"][number]>`
      select name as queue, ready_count as due, deferred_count as planned, active_count as active
      from pgboss.queue where name not like '\\_\\_%'`.execute(trx);
    const lone = await sql<{ overdueS: number; workers: number; orphans: number | null }>`
      select
        coalesce((
          select greatest(0, extract(epoch from now() - start_after))::float8
          from pgboss.job
          where name = 'occurrence' and state = 'created' and blocked = false and start_after <= now()
          order by start_after limit 1
        ), 0) as "overdueS",
        (select count(*)::int from workers where beat_at > now() - interval '1 minute') as workers,
        (select schedules_without_job + jobs_without_schedule from reconciler_reports) as orphans`.execute(
      trx,
    );
    const runs = await sql<DatabaseFacts["runs"][number]>`
      select state, count(*)::int as count from runs
      where state in ('queued', 'running', 'interrupted') group by state`.execute(trx);
    const connectors = await sql<DatabaseFacts["connectors"][number]>`
      select case
          when health <> 'ok' then 'needs_credentials'
          when failures > 0 then 'failing'
          when last_success_at is null then 'never_succeeded'
          else 'well'
        end as standing, count(*)::int as count
      from connectors group by standing`.execute(trx);
    const oldest = await sql<DatabaseFacts["stalest"][number]>`
      select workspace_id as "workspaceId", id as "connectorId",
        coalesce(extract(epoch from last_success_at), 0)::float8 as "lastSuccessS"
      from connectors order by last_success_at nulls first limit ${stalest}`.execute(trx);
    return {
      overdueS: 0,
      workers: 0,
      orphans: null,
      ...lone.rows[0],
      queues: queues.rows,
      runs: runs.rows,
      connectors: connectors.rows,
      stalest: oldest.rows,
    };
  });
}
