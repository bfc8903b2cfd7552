import { revokeInvitationOperation } from "#lib/auth/invitations/operations.ts";
import { revokeInvitation } from "#lib/auth/invitations/revoke.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(revokeInvitationOperation, async ({ ctx, params }) => {
  await revokeInvitation(ctx, { invitationId: params.invitation_id });
  return { status: 204 };
});
