import { listSessions } from "#lib/auth/account/list-sessions.ts";
import { listSessionsOperation, revokeOtherSessionsOperation } from "#lib/auth/account/operations.ts";
import { revokeOtherSessions } from "#lib/auth/account/revoke-sessions.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listSessionsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listSessions(ctx, query),
}));

export const DELETE = route(revokeOtherSessionsOperation, async ({ ctx }) => {
  await revokeOtherSessions(ctx);
  return { status: 204 };
});
