import type { Db } from "#db/client.ts";
import type { AuditAction } from "#lib/audit/actions.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { type NewRun, queueRun } from "./queue-run.ts";
import { readRun } from "./read-runs.ts";
import type { PresentedRun } from "./schemas.ts";

/**
 * Queues a run of a connector now, whatever its schedule says.
 * @throws AppError `not_found`; `conflict` when one is active, or when the connector is in no collection
 */
export function startRun(ctx: Context, { connectorId }: { connectorId: string }): Promise<PresentedRun> {
  assertAllowed(ctx, "runs.write");
  return withTransaction(ctx, (trx) =>
    queueAsked(ctx, trx, { connectorId, trigger: "manual", action: "run.start" }),
  );
}

type Asked = Pick<NewRun, "connectorId" | "trigger" | "retryOf" | "onlyKeys"> & { action: AuditAction };

/** Queues a run that a person or a program asked for. */
export async function queueAsked(ctx: Context, trx: Db, asked: Asked): Promise<PresentedRun> {
  const { action, ...run } = asked;
  await assertInCollection(ctx, trx, run.connectorId);
  const queued = await queueRun(trx, ctx.boss, {
    ...run,
    workspaceId: ctx.workspaceId,
    createdBy: userOf(ctx.actor),
  });
  if (!queued) {
    throw new AppError(
      "conflict",
      "A run of this connector is going on already. Wait for its end, or cancel it.",
    );
  }
  await recordAudit(ctx, trx, {
    action,
    targetType: "run",
    targetId: queued.id,
    details: { connector_id: run.connectorId },
  });
  return readRun(ctx, trx, queued.id);
}

async function assertInCollection(ctx: Context, trx: Db, connectorId: string): Promise<void> {
  const connector = await trx
    .selectFrom("connectors")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("connector_collections")
            .select("collection_id")
            .where("workspace_id", "=", ctx.workspaceId)
            .where("connector_id", "=", connectorId),
        )
        .as("isInCollection"),
    )
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", connectorId)
    .forKeyShare()
    .executeTakeFirst();
  if (!connector) throw notFound("connector", connectorId);
  if (connector.isInCollection) return;
  throw new AppError(
    "conflict",
    "This connector is in no collection, so nobody would see its documents. Add it to a collection first.",
  );
}
