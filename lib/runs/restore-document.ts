import { sql } from "kysely";
import type { z } from "zod";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import { restoredDocumentSchema } from "./schemas.ts";

/**
 * Brings a removed document back, and keeps it although its source hasn't it, until the source names it again.
 * @throws AppError `not_found`; `conflict` when it isn't removed
 */
export function restoreDocument(
  ctx: Context,
  { documentId }: { documentId: string },
): Promise<z.output<typeof restoredDocumentSchema>> {
  assertAllowed(ctx, "deletions.decide");
  return withTransaction(ctx, async (trx) => {
    const mine = trx
      .selectFrom("documents")
      .select("id")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", documentId);
    const restored = await trx
      .updateTable("documents")
      .set({
        removed_at: null,
        removed_reason: null,
        kept_at: sql<Date>`now()`,
        updated_at: sql<Date>`now()`,
      })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", documentId)
      .where("removed_at", "is not", null)
      .returning(["id", "connector_id", "title", "link", "removed_at"])
      .executeTakeFirst();
    if (!restored && !(await mine.executeTakeFirst())) throw notFound("document", documentId);
    if (!restored)
      throw new AppError("conflict", "This document isn't removed: there is nothing to restore.");
    await recordAudit(ctx, trx, {
      action: "document.restore",
      targetType: "document",
      targetId: documentId,
      details: { connector_id: restored.connector_id },
    });
    return restoredDocumentSchema.parse(restored);
  });
}
