import { recordAudit } from "#lib/audit/record.ts";
import { assertManages } from "#lib/auth/members/internal.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";

/**
 * Takes an invitation back: its address opens nothing any more.
 * @throws AppError `not_found` when there is none that waits; `forbidden` for an owner's by somebody else
 */
export function revokeInvitation(ctx: Context, { invitationId }: { invitationId: string }): Promise<void> {
  assertAllowed(ctx, "members.write");
  return withTransaction(ctx, async (trx) => {
    const revoked = await trx
      .deleteFrom("invitations")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", invitationId)
      .where("accepted_at", "is", null)
      .returning(["id", "email", "role"])
      .executeTakeFirst();
    if (!revoked) throw notFound("invitation", invitationId);
    const { id, email, role } = revoked;
    assertManages(ctx, role as Role);
    await recordAudit(ctx, trx, {
      action: "invitation.revoke",
      targetType: "invitation",
      targetId: id,
      details: { email, role },
    });
  });
}
