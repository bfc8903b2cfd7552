import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { patiently } from "#db/patience.ts";
import { withScope } from "#db/scope.ts";
import { type LeasedRun, lockRun } from "./lease.ts";
import { queueRun } from "./queue-run.ts";
import { type RunRef, settleDeletions } from "./settle-deletions.ts";

export type Ending =
  /** The source was read to its end. */
  | { kind: "finished" }
  | { kind: "cancelled" }
  | { kind: "failed"; reason: string; needsCredentials?: boolean };

export type EndState = "succeeded" | "partial" | "failed" | "cancelled";

/** Ends a run that this worker holds. @throws LostLease when it doesn't hold it any more */
export function endLeasedRun(db: Db, boss: PgBoss, run: LeasedRun, ending: Ending): Promise<EndState> {
  // A million documents may go with it.
  return patiently(() =>
    withScope(db, run, async (trx) => {
      await lockConnector(trx, run);
      await lockRun(trx, run);
      await keepSpent(trx, run);
      return endRun(trx, boss, run, ending);
    }),
  );
}

async function keepSpent(trx: Db, { workspaceId, runId, spent }: LeasedRun): Promise<void> {
  if (!spent) return;
  await trx
    .updateTable("runs")
    .set({ reading_ms: spent.readingMs, storing_ms: spent.storingMs })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", runId)
    .execute();
}

/**
 * Locks what the end of a run writes besides the run, in the order of everybody: schedule, connector, run. Whoever
 * dispatches, associates or deletes a connector holds its schedule when it meets the others.
 */
export async function lockConnector(trx: Db, run: RunRef): Promise<void> {
  await trx
    .selectFrom("schedules")
    .select("connector_id")
    .where("workspace_id", "=", run.workspaceId)
    .where("connector_id", "=", run.connectorId)
    .forNoKeyUpdate()
    .execute();
  await trx
    .selectFrom("connectors")
    .select("id")
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.connectorId)
    .forNoKeyUpdate()
    .execute();
}

/**
 * Ends a run that the caller locked, after its connector: deletions are decided, the outcome is final, and what
 * somebody wanted meanwhile is queued. What the source said is gone counts however the run ends; what a listing
 * didn't name counts only when it was read to its end.
 */
export async function endRun(trx: Db, boss: PgBoss, run: RunRef, ending: Ending): Promise<EndState> {
  const facts = await trx
    .selectFrom("runs")
    .select(["listing_complete", "only_keys"])
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.runId)
    .executeTakeFirstOrThrow();
  const isWhole = facts.only_keys === null;
  const began = performance.now();
  const note = await settleDeletions(trx, run, {
    listingComplete: ending.kind === "finished" && isWhole && facts.listing_complete,
  });
  const deletingMs = Math.round(performance.now() - began);
  const state = await close(trx, run, ending, { note, deletingMs });
  await countResult(trx, run, state);
  if (ending.kind === "finished") await keepForNextRun(trx, run, { isWhole, isGood: state === "succeeded" });
  if (ending.kind === "failed" && ending.needsCredentials) await setHealth(trx, run, "needs_credentials");
  await dropScaffolding(trx, run);
  await queueWanted(trx, boss, run);
  return state;
}

async function close(
  trx: Db,
  run: RunRef,
  ending: Ending,
  { note, deletingMs }: { note: string | null; deletingMs: number },
): Promise<EndState> {
  const reason = ending.kind === "failed" ? [ending.reason, note].filter(Boolean).join(" ") : note;
  const state =
    ending.kind === "finished" ? sql`case when failed > 0 then 'partial' else 'succeeded' end` : ending.kind;
  const { rows } = await sql<{ state: EndState }>`
    update runs set state = ${state}, reason = ${reason}, finished_at = now(), lease_token = null,
      lease_expires_at = null, stage = null, current_item = null, in_hand = null, not_before = null, checkpoint = null,
      deleting_ms = ${deletingMs}
    where workspace_id = ${run.workspaceId} and id = ${run.runId}
    returning state`.execute(trx);
  return rows[0]?.state ?? "failed";
}

/** For the lists: when a run last succeeded, and how many failed in a row since one was read to its end. */
async function countResult(trx: Db, run: RunRef, state: EndState): Promise<void> {
  if (state === "cancelled") return;
  const query = trx
    .updateTable("connectors")
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.connectorId);
  if (state === "failed") await query.set((eb) => ({ failures: eb("failures", "+", 1) })).execute();
  else if (state === "partial") await query.set({ failures: 0 }).where("failures", ">", 0).execute();
  else await query.set({ failures: 0, last_success_at: sql`now()` }).execute();
}

async function keepForNextRun(
  trx: Db,
  run: RunRef,
  { isWhole, isGood }: { isWhole: boolean; isGood: boolean },
): Promise<void> {
  await setHealth(trx, run, "ok");
  if (isWhole) {
    await sql`
      update connectors c set cursor = r.next_cursor
      from runs r
      where r.workspace_id = ${run.workspaceId} and r.id = ${run.runId} and r.next_cursor is not null
        and c.workspace_id = r.workspace_id and c.id = r.connector_id`.execute(trx);
  }
  if (isGood && isWhole) {
    await trx
      .updateTable("schedules")
      .set({ state: "done" })
      .where("workspace_id", "=", run.workspaceId)
      .where("connector_id", "=", run.connectorId)
      .where("type", "=", "imed")
      .where("state", "=", "active")
      .execute();
  }
}

async function setHealth(trx: Db, run: RunRef, health: "ok" | "needs_credentials"): Promise<void> {
  await trx
    .updateTable("connectors")
    .set({ health })
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.connectorId)
    .where("health", "<>", health)
    .execute();
}

/** What served this run only. Deletions that wait for a person stay. */
async function dropScaffolding(trx: Db, run: RunRef): Promise<void> {
  await sql`delete from run_seen where workspace_id = ${run.workspaceId} and run_id = ${run.runId}`.execute(
    trx,
  );
  await sql`
    delete from run_deletions x where x.workspace_id = ${run.workspaceId} and x.run_id = ${run.runId}
      and not exists (
        select from held_deletions h
        where h.workspace_id = x.workspace_id and h.run_id = x.run_id and h.state = 'held'
      )`.execute(trx);
}

/** Something changed while this run was reading: another one follows. */
async function queueWanted(trx: Db, boss: PgBoss, run: RunRef): Promise<void> {
  const wanted = await trx
    .updateTable("connectors")
    .set({ run_wanted: false })
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.connectorId)
    .where("run_wanted", "=", true)
    .returning("type")
    .executeTakeFirst();
  if (!wanted) return;
  const trigger = wanted.type === "upload" ? "upload" : "manual";
  await queueRun(trx, boss, { ...run, trigger, createdBy: null });
}
