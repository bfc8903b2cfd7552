import { identifyIfSignedIn } from "#lib/auth/identify.ts";
import { acceptInvitation } from "#lib/auth/invitations/accept.ts";
import { acceptInvitationOperation } from "#lib/auth/operations.ts";
import { assertSameOrigin } from "#lib/auth/same-origin.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(acceptInvitationOperation, async ({ ctx, body, request }) => {
  const person = await identifyIfSignedIn(ctx.db, request.headers);
  if (person) assertSameOrigin(request);
  const { userId, workspaceId, isNewAccount } = await acceptInvitation(ctx, body, person);
  return { status: isNewAccount ? 201 : 200, body: { user_id: userId, workspace_id: workspaceId } };
});
