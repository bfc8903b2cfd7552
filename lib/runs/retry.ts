import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { keyHash } from "./document-row.ts";
import { readRun } from "./read-runs.ts";
import type { PresentedRun } from "./schemas.ts";
import { queueAsked } from "./start.ts";

/** Beyond so many failed items something bigger is wrong, and a whole run is as cheap. */
export const retryableAtMost = 10_000;

/**
 * Queues a run that reads failed items of an ended one again, and nothing else: all of them, or those of these keys.
 * @throws AppError `not_found`; `conflict` when nothing of it failed, too much did, or a run is active
 */
export function retryRun(
  ctx: Context,
  { runId, keys: wanted }: { runId: string; keys?: string[] },
): Promise<PresentedRun> {
  assertAllowed(ctx, "runs.write");
  return withTransaction(ctx, async (trx) => {
    const run = await readRun(ctx, trx, runId);
    if (run.finished_at === null) throw new AppError("conflict", "This run hasn't ended yet.");
    const keys = await failedKeys(ctx, trx, runId, wanted);
    await release(ctx, trx, run.connector_id, keys);
    return queueAsked(ctx, trx, {
      connectorId: run.connector_id,
      trigger: "retry",
      retryOf: runId,
      onlyKeys: keys,
      action: "run.retry",
    });
  });
}

async function failedKeys(ctx: Context, trx: Db, runId: string, wanted?: string[]): Promise<string[]> {
  let query = trx
    .selectFrom("run_items")
    .select("key")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("run_id", "=", runId)
    .where("outcome", "=", "failed");
  if (wanted) query = query.where("key_hash", "in", wanted.map(keyHash));
  const failed = await query.limit(retryableAtMost + 1).execute();
  if (failed.length === 0) {
    throw new AppError(
      "conflict",
      wanted
        ? "None of these items failed in this run."
        : "No item of this run failed. Start a new run to read everything.",
    );
  }
  if (failed.length > retryableAtMost) {
    throw new AppError(
      "conflict",
      `More than ${retryableAtMost.toLocaleString("en")} items failed. Start a new run, which reads everything.`,
    );
  }
  return failed.map(({ key }) => key);
}

/** Items that were left alone because they stopped the worker get another chance. */
async function release(ctx: Context, trx: Db, connectorId: string, keys: string[]): Promise<void> {
  await sql`
    update connectors
    set quarantined = array(select key from unnest(quarantined) key where key <> all(${keys}::text[]))
    where workspace_id = ${ctx.workspaceId} and id = ${connectorId} and quarantined && ${keys}::text[]`.execute(
    trx,
  );
}
