import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { presentWorkspace } from "./present.ts";
import type { PresentedWorkspace, WorkspacePatch } from "./schemas.ts";
import { unknownWorkspace } from "./unknown.ts";

/** Changes the workspace's settings. Another time zone counts for schedules made from now on. */
export function patchWorkspace(ctx: Context, patch: WorkspacePatch): Promise<PresentedWorkspace> {
  assertAllowed(ctx, "workspace.write");
  return withTransaction(ctx, async (trx) => {
    const before = await trx
      .selectFrom("workspaces")
      .select(["name", "time_zone", "retention_days"])
      .where("id", "=", ctx.workspaceId)
      .forNoKeyUpdate()
      .executeTakeFirstOrThrow(() => unknownWorkspace(ctx.workspaceId));
    const row = await trx
      .updateTable("workspaces")
      .set({ ...patch, updated_at: ctx.now() })
      .where("id", "=", ctx.workspaceId)
      .returningAll()
      .executeTakeFirstOrThrow();
    await recordAudit(ctx, trx, {
      action: "workspace.update",
      targetType: "workspace",
      targetId: ctx.workspaceId,
      details: { from: ofThose(patch, before), to: patch },
    });
    return presentWorkspace(row, ctx.role);
  });
}

/** What the settings that a patch names were before. */
function ofThose(patch: WorkspacePatch, before: Required<WorkspacePatch>): WorkspacePatch {
  return Object.fromEntries(Object.entries(before).filter(([name]) => name in patch));
}
