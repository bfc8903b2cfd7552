import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { fetchFile, lockUploadConnector, uploadKeyHash } from "./internal.ts";

export const removedReason = "Its file was deleted.";

/**
 * Deletes a file and removes its document, in one transaction. A run that is reading it may store it once more;
 * another run follows that one and removes it.
 * @throws AppError `not_found`, `stale`
 */
export function deleteFile(
  ctx: Context,
  { connectorId, fileId, ifMatch }: { connectorId: string; fileId: string; ifMatch: string | null },
): Promise<void> {
  assertAllowed(ctx, "connectors.write");
  return withTransaction(ctx, async (trx) => {
    await lockUploadConnector(ctx, trx, connectorId);
    const { id, name, seq } = await fetchFile(ctx, trx, connectorId, fileId);
    assertFresh(ifMatch, seq);
    await trx
      .deleteFrom("uploads")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("connector_id", "=", connectorId)
      .where("id", "=", id)
      .execute();
    await trx
      .updateTable("documents")
      .set({ removed_at: ctx.now(), removed_reason: removedReason, updated_at: ctx.now() })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("connector_id", "=", connectorId)
      .where("key_hash", "=", uploadKeyHash(id))
      .where("removed_at", "is", null)
      .execute();
    await followActiveRun(ctx, trx, connectorId);
    const details = { id, name };
    await recordAudit(ctx, trx, {
      action: "file.delete",
      targetType: "connector",
      targetId: connectorId,
      details,
    });
  });
}

/** The connector is locked: a run that ends now waits for us, and sees the wish. */
async function followActiveRun(ctx: Context, trx: Db, connectorId: string): Promise<void> {
  await trx
    .updateTable("connectors as c")
    .set({ run_wanted: true })
    .where("c.workspace_id", "=", ctx.workspaceId)
    .where("c.id", "=", connectorId)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("runs as r")
          .select("r.id")
          .whereRef("r.workspace_id", "=", "c.workspace_id")
          .whereRef("r.connector_id", "=", "c.id")
          .where("r.state", "in", ["queued", "running", "interrupted"]),
      ),
    )
    .execute();
}
