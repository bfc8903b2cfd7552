import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { enterScope } from "#db/scope.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { AppError } from "#lib/errors.ts";

export type Invited = { workspaceId: string; invitationId: string; email: string; role: Role };
export type Settling = { userId: string; requestId: string; now: Date };

/**
 * Holds an invitation that may be accepted until the transaction ends, which acts in its workspace from here on: of
 * two who come at once the later one finds it used.
 * @throws AppError `not_found` when it was taken back, `conflict` when it was used or has expired
 */
export async function holdInvitation(
  trx: Db,
  { workspaceId, invitationId }: Pick<Invited, "workspaceId" | "invitationId">,
  now: Date,
): Promise<Invited> {
  await enterScope(trx, { workspaceId });
  const row = await trx
    .selectFrom("invitations")
    .select(["email", "role", "expires_at", "accepted_at"])
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", invitationId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw unknownInvitation();
  if (row.accepted_at) {
    throw new AppError("conflict", "This invitation was accepted already. Sign in instead.");
  }
  if (row.expires_at <= now) {
    throw new AppError("conflict", "This invitation has expired. Ask whoever sent it for another.");
  }
  return { workspaceId, invitationId, email: row.email, role: row.role as Role };
}

export function unknownInvitation(): AppError {
  return new AppError(
    "not_found",
    "There is no such invitation: it was taken back, or its address was cut short. Ask whoever sent it.",
  );
}

/** Makes the user a member; whoever is one already keeps their role. Under `holdInvitation`. */
export async function settleInvitation(
  trx: Db,
  { workspaceId, invitationId, email, role }: Invited,
  { userId, requestId, now }: Settling,
): Promise<void> {
  await enterScope(trx, { workspaceId });
  await trx
    .updateTable("invitations")
    .set({ accepted_at: now })
    .where("workspace_id", "=", workspaceId)
    .where("id", "=", invitationId)
    .execute();
  await trx
    .insertInto("memberships")
    .values({ workspace_id: workspaceId, user_id: userId, role })
    .onConflict((conflict) => conflict.columns(["workspace_id", "user_id"]).doNothing())
    .execute();
  await trx
    .insertInto("audit_log")
    .values({
      workspace_id: workspaceId,
      id: uuid(),
      actor_type: "user",
      actor_id: userId,
      action: "invitation.accept",
      target_type: "invitation",
      target_id: invitationId,
      details: JSON.stringify({ email, role }),
      request_id: requestId,
    })
    .execute();
}
