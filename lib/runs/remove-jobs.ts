import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { queues } from "#lib/worker/queues.ts";

/**
 * Takes runs out of their queue, in the transaction that ends or deletes them: the caller holds their rows. A job that
 * a worker is taking at this moment is passed over: that worker waits for the run's row, and then finds nothing to do.
 */
export async function removeRunJobs(trx: Db, runIds: string[]): Promise<void> {
  if (runIds.length === 0) return;
  await sql`
    delete from pgboss.job where name = ${sql.lit(queues.run)} and id in (
      select id from pgboss.job
      where name = ${sql.lit(queues.run)} and singleton_key = any(${runIds}::text[]) and state = 'created'
      for update skip locked
    )`.execute(trx);
}
