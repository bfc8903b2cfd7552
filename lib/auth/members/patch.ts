import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertAnotherOwner, assertManages, lockMembers, readMember } from "./internal.ts";
import type { MemberPatch, PresentedMember } from "./schemas.ts";

/**
 * Gives a member another role, from their next request on; their tokens do no more than it allows.
 * @throws AppError `not_found`; `forbidden` when an owner is made or unmade by somebody else; `conflict` for the last owner
 */
export function patchMember(
  ctx: Context,
  { userId, role }: MemberPatch & { userId: string },
): Promise<PresentedMember> {
  assertAllowed(ctx, "members.write");
  return withTransaction(ctx, async (trx) => {
    await lockMembers(ctx, trx);
    const member = await readMember(ctx, trx, userId);
    assertManages(ctx, member.role, role);
    if (member.role === role) return member;
    if (member.role === "owner") await assertAnotherOwner(ctx, trx, member.user_id);
    await trx
      .updateTable("memberships")
      .set({ role })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("user_id", "=", member.user_id)
      .execute();
    await recordAudit(ctx, trx, {
      action: "member.update",
      targetType: "member",
      targetId: member.user_id,
      details: { email: member.email, from: { role: member.role }, to: { role } },
    });
    return { ...member, role };
  });
}
