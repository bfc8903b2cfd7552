import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { type NewRun, queueRun } from "./queue-run.ts";

/**
 * Makes sure that a run begins after this transaction commits: queues one, or, while another is active, has it
 * followed by one. The wish is written first and holds the connector's row, so that a run that is ending either
 * sees it or has ended.
 * @returns the queued run, or null when one will follow the active one
 */
export async function wantRun(
  trx: Db,
  boss: PgBoss,
  run: NewRun,
): Promise<{ id: string; state: "queued" } | null> {
  const setWish = (isWanted: boolean) =>
    trx
      .updateTable("connectors")
      .set({ run_wanted: isWanted })
      .where("workspace_id", "=", run.workspaceId)
      .where("id", "=", run.connectorId)
      .execute();
  await setWish(true);
  const queued = await queueRun(trx, boss, run);
  if (queued) await setWish(false);
  return queued;
}
