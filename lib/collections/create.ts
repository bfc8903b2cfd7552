import { v7 as uuid } from "uuid";
import { isUniqueViolation } from "#db/errors.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";

export type NewCollection = { name: string; description: string };

/** Makes an empty collection. @throws AppError `conflict` when the workspace has one of that name */
export async function createCollection(ctx: Context, input: NewCollection): Promise<{ id: string }> {
  assertAllowed(ctx, "collections.write");
  const id = uuid();
  const now = ctx.now();
  try {
    await withTransaction(ctx, async (trx) => {
      await trx
        .insertInto("collections")
        .values({
          workspace_id: ctx.workspaceId,
          id,
          ...input,
          created_by: userOf(ctx.actor),
          created_at: now,
          updated_at: now,
        })
        .execute();
      await recordAudit(ctx, trx, {
        action: "collection.create",
        targetType: "collection",
        targetId: id,
        details: { name: input.name },
      });
    });
  } catch (error) {
    if (!isUniqueViolation(error, "collections_name")) throw error;
    throw new AppError(
      "conflict",
      `There is a collection named “${input.name}” already. Choose another name.`,
      {
        errors: [{ path: "name", message: "Taken by another collection of this workspace." }],
      },
    );
  }
  return { id };
}
