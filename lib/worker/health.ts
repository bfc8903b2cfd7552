import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";

export type Health = {
  /** It answers. */
  database: boolean;
  /** It takes no writes: it stands by, or its disk or its operator made it read-only. */
  read_only: boolean | null;
  /** The latest sign of life of any worker. */
  worker_last_beat: Date | null;
  /** Schedules without their job and jobs without their schedule that the last reconciliation found: 0 by design. */
  orphans: number | null;
};

/** What a health page shows; a database that doesn't answer is an answer. */
export async function readHealth(db: Db): Promise<Health> {
  try {
    return await withScope(db, { system: true }, async (trx) => {
      const { rows } = await sql<Omit<Health, "database">>`
        select (select max(beat_at) from workers) as worker_last_beat,
          current_setting('transaction_read_only')::boolean as read_only,
          (select schedules_without_job + jobs_without_schedule from reconciler_reports) as orphans`.execute(
        trx,
      );
      return { database: true, read_only: null, worker_last_beat: null, orphans: null, ...rows[0] };
    });
  } catch {
    return { database: false, read_only: null, worker_last_beat: null, orphans: null };
  }
}
