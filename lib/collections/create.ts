import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { orNameTaken } from "./name-taken.ts";
import { presentCollection } from "./read-collections.ts";
import type { NewCollection, PresentedCollection } from "./schemas.ts";

/** Makes an empty collection. @throws AppError `conflict` when the workspace has one of that name */
export async function createCollection(ctx: Context, input: NewCollection): Promise<PresentedCollection> {
  assertAllowed(ctx, "collections.write");
  const now = ctx.now();
  const row = {
    workspace_id: ctx.workspaceId,
    id: uuid(),
    ...input,
    version: 1,
    created_by: userOf(ctx.actor),
    created_at: now,
    updated_at: now,
  };
  try {
    await withTransaction(ctx, async (trx) => {
      await trx.insertInto("collections").values(row).execute();
      await recordAudit(ctx, trx, {
        action: "collection.create",
        targetType: "collection",
        targetId: row.id,
        details: { name: input.name },
      });
    });
  } catch (error) {
    throw orNameTaken(error, input.name);
  }
  return presentCollection({ ...row, connectors: 0, documents: 0 });
}
