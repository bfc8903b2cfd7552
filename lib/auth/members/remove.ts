import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { assertAnotherOwner, assertManages, lockMembers, readMember } from "./internal.ts";
import type { PresentedMember } from "./schemas.ts";

/**
 * Takes a member out of the workspace, from their next request on, with the tokens they made here. Whoever signed in
 * may take themselves out; a token may not, unless its role manages members.
 * @throws AppError `not_found`, `forbidden`, or `conflict` for the last owner
 */
export function removeMember(ctx: Context, { userId }: { userId: string }): Promise<void> {
  assertAllowed(ctx, "members.read");
  return withTransaction(ctx, async (trx) => {
    await lockMembers(ctx, trx);
    const member = await readMember(ctx, trx, userId);
    if (!isThemselves(ctx, member)) assertAllowed(ctx, "members.write");
    assertManages(ctx, member.role);
    if (member.role === "owner") await assertAnotherOwner(ctx, trx, member.user_id);
    await trx
      .deleteFrom("memberships")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("user_id", "=", member.user_id)
      .execute();
    await withdraw(ctx, trx, member);
    await recordAudit(ctx, trx, {
      action: "member.remove",
      targetType: "member",
      targetId: member.user_id,
      details: { email: member.email, name: member.name, role: member.role },
    });
  });
}

function isThemselves({ actor }: Context, member: PresentedMember): boolean {
  return actor.type === "user" && actor.userId === member.user_id;
}

/** Tokens would work again should they ever come back, and an invitation that waits would let them in at once. */
async function withdraw(ctx: Context, trx: Db, member: PresentedMember): Promise<void> {
  await trx
    .updateTable("api_tokens")
    .set({ revoked_at: ctx.now() })
    .where("workspace_id", "=", ctx.workspaceId)
    .where("created_by", "=", member.user_id)
    .where("revoked_at", "is", null)
    .execute();
  await trx
    .deleteFrom("invitations")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("email", "=", member.email)
    .where("accepted_at", "is", null)
    .execute();
}
