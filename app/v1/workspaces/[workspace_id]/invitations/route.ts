import { createInvitation } from "#lib/auth/invitations/create.ts";
import { listInvitations } from "#lib/auth/invitations/list.ts";
import { createInvitationOperation, listInvitationsOperation } from "#lib/auth/invitations/operations.ts";
import { publicOrigin } from "#lib/http/public-origin.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listInvitationsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listInvitations(ctx, query),
}));

export const POST = route(createInvitationOperation, async ({ ctx, body, request }) => ({
  status: 201,
  body: await createInvitation(ctx, { ...body, origin: publicOrigin(request) }),
}));
