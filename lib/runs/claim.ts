import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { Json } from "#lib/connectors/source.ts";
import { env } from "#lib/env.ts";
import { queues } from "#lib/worker/queues.ts";
import { type LeasedRun, leaseS, type Spent } from "./lease.ts";

export type ClaimedRun = LeasedRun & {
  jobId: string;
  /** The span that asked for it, where traces are kept. */
  traceparent: string | null;
  /** Of its connector. */
  type: string;
  attempt: number;
  /** In a row, with nothing stored in between. */
  deaths: number;
  checkpoint: Json;
  onlyKeys: string[] | null;
  spent: Spent;
};

type ClaimedJob = Pick<ClaimedRun, "jobId" | "traceparent" | "workspaceId" | "runId">;

const runQueue = sql.lit(queues.run);

/**
 * Takes the run that has waited longest: its job goes, and the run is this worker's for as long as it renews the
 * lease. One transaction, so that a run waits in its queue or is in somebody's hands, never neither.
 * @param options.passOver workspaces that have their share already; one of them is taken only when nobody else waits
 */
export async function claimRun(
  db: Db,
  options: { workerId: string; passOver: string[] },
): Promise<ClaimedRun | undefined> {
  const first = await claimFrom(db, options.workerId, options.passOver);
  if (first || options.passOver.length === 0) return first;
  return claimFrom(db, options.workerId, []);
}

async function claimFrom(db: Db, workerId: string, passOver: string[]): Promise<ClaimedRun | undefined> {
  for (;;) {
    const taken = await withScope(db, { system: true }, (trx) => takeJob(trx, workerId, passOver));
    if (taken === "none") return undefined;
    if (taken !== "stray") return taken;
  }
}

async function takeJob(
  trx: Db,
  workerId: string,
  passOver: string[],
): Promise<ClaimedRun | "none" | "stray"> {
  const { rows } = await sql<ClaimedJob>`
    delete from pgboss.job where name = ${runQueue} and id = (
      select id from pgboss.job
      where name = ${runQueue} and state = 'created' and blocked = false and start_after <= now()
        and not (data->>'workspace_id' = any(${passOver})) ${isWithinLimit()}
      order by start_after
      limit 1
      for update skip locked
    )
    returning id as "jobId", data->>'workspace_id' as "workspaceId", data->>'run_id' as "runId",
      data->>'traceparent' as traceparent`.execute(trx);
  const job = rows[0];
  if (!job) return "none";
  const claimed = await sql<Omit<ClaimedRun, "jobId" | "traceparent">>`
    update runs set state = 'running', lease_token = gen_random_uuid(), worker_id = ${workerId},
      lease_expires_at = now() + make_interval(secs => ${leaseS}), attempt = attempt + 1,
      in_hand = null, started_at = coalesce(started_at, now()), not_before = null, reason = null
    where workspace_id = ${job.workspaceId} and id = ${job.runId} and state in ('queued', 'interrupted')
    returning workspace_id as "workspaceId", id as "runId", connector_id as "connectorId",
      lease_token as "leaseToken", attempt, deaths, checkpoint, only_keys as "onlyKeys",
      jsonb_build_object('readingMs', reading_ms, 'storingMs', storing_ms) as spent,
      (select type from connectors c where c.workspace_id = runs.workspace_id and c.id = connector_id) as type`.execute(
    trx,
  );
  // A job whose run was cancelled or deleted meanwhile is nobody's.
  const run = claimed.rows[0];
  return run ? { ...run, jobId: job.jobId, traceparent: job.traceparent } : "stray";
}

/** That the job's workspace has fewer runs under way than MAX_RUNS; workers that look at once may exceed it by one each. */
function isWithinLimit() {
  const { MAX_RUNS: most } = env();
  if (most === 0) return sql``;
  return sql`and (
    select count(*) from runs r
    where r.workspace_id = (data->>'workspace_id')::uuid and r.state = 'running'
  ) < ${most}`;
}

/** Whether a run waits whose time has come; with `otherThan`, of another workspace. */
export async function isRunWaiting(trx: Db, otherThan: string | null): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`
    select exists (
      select from pgboss.job
      where name = ${runQueue} and state = 'created' and blocked = false and start_after <= now()
        and (${otherThan}::text is null or data->>'workspace_id' <> ${otherThan})
    ) as waits`.execute(trx);
  return rows[0]?.waits ?? false;
}
