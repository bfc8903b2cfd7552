import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { presentWorkspace } from "./present.ts";
import type { PresentedWorkspace } from "./schemas.ts";
import { unknownWorkspace } from "./unknown.ts";

/** The context's workspace. */
export async function getWorkspace(ctx: Context): Promise<PresentedWorkspace> {
  assertAllowed(ctx, "workspace.read");
  const row = await withTransaction(ctx, (trx) =>
    trx
      .selectFrom("workspaces")
      .selectAll()
      .where("id", "=", ctx.workspaceId)
      .executeTakeFirstOrThrow(() => unknownWorkspace(ctx.workspaceId)),
  );
  return presentWorkspace(row, ctx.role);
}
