import type { PgBoss } from "pg-boss";

/** The job is the schedule (DESIGN §5): it waits until `start_after`, which is the planned instant. */
export type OccurrenceJob = { workspace_id: string; connector_id: string };
export type RunJob = {
  workspace_id: string;
  run_id: string;
  /** The span that asked for the run (W3C Trace Context), where traces are kept. */
  traceparent?: string;
};

export const queues = { occurrence: "occurrence", run: "run" } as const;

export const bossSchema = "pgboss";

const hourS = 3600;
const yearS = 365 * 24 * hourS;

/**
 * What a job of each queue has unless it says otherwise. A job waits as long as it must, and is tried again as
 * often as it must: what a failure means is decided by the run, not by its job.
 */
export const queueOptions = {
  [queues.occurrence]: {
    policy: "short",
    partition: true,
    retentionSeconds: 60 * yearS,
    deleteAfterSeconds: 60,
    retryLimit: 1_000_000,
    retryDelay: 1,
  },
  [queues.run]: {
    policy: "short",
    partition: true,
    notify: true,
    // A killed worker is missed after ten seconds; a healthy one may take a day, pg-boss's longest expiry.
    heartbeatSeconds: 10,
    expireInSeconds: 24 * hourS,
    retentionSeconds: 60 * yearS,
    deleteAfterSeconds: hourS,
    retryLimit: 1_000_000,
    retryDelay: 1,
  },
} as const;

/** Creates the queues, as the schema's owner. Existing ones stay as they are. */
export async function createQueues(boss: PgBoss): Promise<void> {
  await boss.createQueue(queues.occurrence, queueOptions.occurrence);
  await boss.createQueue(queues.run, queueOptions.run);
}
