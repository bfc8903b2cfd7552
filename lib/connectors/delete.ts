import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { removeRunJobs } from "#lib/runs/remove-jobs.ts";
import { lockSchedule } from "#lib/schedules/internal.ts";
import { cancelOccurrence } from "#lib/schedules/plan.ts";

/**
 * Deletes a connector with its schedule, its runs and its documents, and takes its jobs back: one transaction. A worker
 * that is reading it finds its lease gone, and stores nothing more.
 * @throws AppError `not_found`; `stale` when it changed since `ifMatch`
 */
export async function deleteConnector(
  ctx: Context,
  { connectorId, ifMatch }: { connectorId: string; ifMatch: string | null },
): Promise<void> {
  assertAllowed(ctx, "connectors.write");
  await withTransaction(ctx, async (trx) => {
    await lockSchedule(ctx, trx, connectorId);
    const { name, type, version } = await lockConnector(ctx, trx, connectorId, "no key update");
    assertFresh(ifMatch, version);
    // A batch under way refers to the connector when it stores documents: it ends first, and the next finds no run.
    await lockActiveRuns(ctx, trx, connectorId);
    // From here on nobody begins a run of it.
    await lockConnector(ctx, trx, connectorId, "update");
    await cancelOccurrence(trx, { workspaceId: ctx.workspaceId, connectorId });
    await removeRunJobs(trx, await lockActiveRuns(ctx, trx, connectorId));
    await trx
      .deleteFrom("connectors")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", connectorId)
      .execute();
    await recordAudit(ctx, trx, {
      action: "connector.delete",
      targetType: "connector",
      targetId: connectorId,
      details: { name, type },
    });
  });
}

async function lockConnector(ctx: Context, trx: Db, id: string, strength: "update" | "no key update") {
  const query = trx
    .selectFrom("connectors")
    .select(["name", "type", "version"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", id);
  const row = await (strength === "update" ? query.forUpdate() : query.forNoKeyUpdate()).executeTakeFirst();
  if (!row) throw notFound("connector", id);
  return row;
}

async function lockActiveRuns(ctx: Context, trx: Db, connectorId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom("runs")
    .select("id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("connector_id", "=", connectorId)
    .where("state", "in", ["queued", "running", "interrupted"])
    .forUpdate()
    .execute();
  return rows.map(({ id }) => id);
}
