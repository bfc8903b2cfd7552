import { sql } from "kysely";
import type { PgBoss } from "pg-boss";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { enqueueRun } from "#lib/schedules/plan.ts";
import { type LeasedRun, lockRun } from "./lease.ts";

/** Minutes between attempts while a source can't be reached; then the run fails. */
export const outageBackoffMin = [1, 5, 15] as const;

export type Return =
  /** Behind the others, to go on as soon as it is its turn. */
  | { kind: "next_turn" }
  /** The source named the instant. */
  | { kind: "rate_limited"; reason: string; notBefore: Date }
  /** The source can't be reached: later, and later each time. */
  | { kind: "outage"; reason: string; now: Date };

export type Returned =
  | { kind: "queued"; notBefore: Date | null }
  /** Nothing was written: it was tried often enough, or somebody asked to cancel it. */
  | { kind: "gave_up" }
  | { kind: "cancel_requested" };

/**
 * Puts a run that this worker holds back into its queue, with its checkpoint.
 * @throws LostLease when it doesn't hold it any more
 */
export async function giveBack(db: Db, boss: PgBoss, run: LeasedRun, back: Return): Promise<Returned> {
  return withScope(db, run, async (trx) => {
    const { cancelRequested } = await lockRun(trx, run);
    if (cancelRequested) return { kind: "cancel_requested" };
    const notBefore = await notBeforeOf(trx, run, back);
    if (notBefore === "never") return { kind: "gave_up" };
    await putBack(trx, run, back, notBefore);
    await enqueueRun(trx, boss, { ...run, startAfter: notBefore ?? undefined });
    return { kind: "queued", notBefore };
  });
}

async function notBeforeOf(trx: Db, run: LeasedRun, back: Return): Promise<Date | null | "never"> {
  if (back.kind === "next_turn") return null;
  if (back.kind === "rate_limited") return back.notBefore;
  const { outages } = await trx
    .selectFrom("runs")
    .select("outages")
    .where("workspace_id", "=", run.workspaceId)
    .where("id", "=", run.runId)
    .executeTakeFirstOrThrow();
  const minutes = outageBackoffMin[outages];
  return minutes === undefined ? "never" : new Date(back.now.getTime() + minutes * 60_000);
}

async function putBack(trx: Db, run: LeasedRun, back: Return, notBefore: Date | null): Promise<void> {
  await sql`
    update runs set state = 'queued', lease_token = null, lease_expires_at = null, stage = null, in_hand = null,
      not_before = ${notBefore}, reason = ${back.kind === "next_turn" ? null : back.reason},
      outages = outages + ${back.kind === "outage" ? 1 : 0},
      reading_ms = coalesce(${run.spent?.readingMs ?? null}, reading_ms),
      storing_ms = coalesce(${run.spent?.storingMs ?? null}, storing_ms)
    where workspace_id = ${run.workspaceId} and id = ${run.runId}`.execute(trx);
}
