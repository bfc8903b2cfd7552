import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { patiently } from "#db/patience.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { lockConnector } from "./end-run.ts";
import { type HeldDeletionDetail, readHeld } from "./held-deletions.ts";
import { applyDeletions, type RunRef } from "./settle-deletions.ts";

/**
 * Deletes the documents that were held, as far as their source hasn't named them again since. They can be restored
 * for the workspace's retention time.
 * @throws AppError `not_found`; `conflict` when it was decided already
 */
export function approveDeletion(ctx: Context, input: { id: string }): Promise<HeldDeletionDetail> {
  return decide(ctx, input.id, "approved", applyDeletions);
}

/**
 * Keeps the documents that were held, until their source names them again.
 * @throws AppError `not_found`; `conflict` when it was decided already
 */
export function keepDocuments(ctx: Context, input: { id: string }): Promise<HeldDeletionDetail> {
  return decide(ctx, input.id, "kept", keepAll);
}

function decide(
  ctx: Context,
  id: string,
  decision: "approved" | "kept",
  carryOut: (trx: Db, run: RunRef) => Promise<number>,
): Promise<HeldDeletionDetail> {
  assertAllowed(ctx, "deletions.decide");
  return withTransaction(ctx, async (trx) => {
    const held = await readHeld(ctx, trx, id);
    const run = { workspaceId: ctx.workspaceId, connectorId: held.connector_id, runId: held.run_id };
    // No run of the connector ends or stores a batch meanwhile: both would decide about the same documents.
    await lockConnector(trx, run);
    await lockActiveRun(trx, run);
    const decided = await trx
      .updateTable("held_deletions")
      .set({ state: decision, decided_at: ctx.now(), decided_by: userOf(ctx.actor) })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", id)
      .where("state", "=", "held")
      .executeTakeFirst();
    if (decided.numUpdatedRows === 0n) {
      const { state } = await readHeld(ctx, trx, id);
      throw new AppError("conflict", `This was decided already: it is ${state}.`);
    }
    const documents = await patiently(() => carryOut(trx, run));
    await recordAudit(ctx, trx, {
      action: decision === "approved" ? "deletion.approve" : "deletion.keep",
      targetType: "held_deletion",
      targetId: id,
      details: { connector_id: held.connector_id, documents },
    });
    return readHeld(ctx, trx, id);
  });
}

async function lockActiveRun(trx: Db, run: RunRef): Promise<void> {
  await trx
    .selectFrom("runs")
    .select("id")
    .where("workspace_id", "=", run.workspaceId)
    .where("connector_id", "=", run.connectorId)
    .where("state", "in", ["queued", "running", "interrupted"])
    .forNoKeyUpdate()
    .execute();
}

async function keepAll(trx: Db, run: RunRef): Promise<number> {
  const kept = await sql`
    with settled as (
      delete from run_deletions where workspace_id = ${run.workspaceId} and run_id = ${run.runId}
      returning document_id
    )
    update documents d set kept_at = now()
    from settled where d.workspace_id = ${run.workspaceId} and d.id = settled.document_id`.execute(trx);
  return Number(kept.numAffectedRows ?? 0n);
}
