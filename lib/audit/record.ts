import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import type { AuditAction, AuditTarget } from "./actions.ts";

export type AuditEntry = {
  action: AuditAction;
  targetType: AuditTarget;
  targetId: string;
  /** What changed, without secrets. */
  details?: Record<string, unknown>;
};

/** Writes who did what, in the transaction that did it. */
export async function recordAudit(ctx: Context, trx: Db, entry: AuditEntry): Promise<void> {
  await trx.insertInto("audit_log").values(auditRow(ctx, entry)).execute();
}

export function auditRow(ctx: Context, entry: AuditEntry) {
  return {
    workspace_id: ctx.workspaceId,
    id: uuid(),
    actor_type: ctx.actor.type,
    actor_id:
      ctx.actor.type === "user" ? ctx.actor.userId : ctx.actor.type === "token" ? ctx.actor.tokenId : null,
    action: entry.action,
    target_type: entry.targetType,
    target_id: entry.targetId,
    details: JSON.stringify(entry.details ?? {}),
    request_id: ctx.requestId,
  };
}
