import { revokeSessionOperation } from "#lib/auth/account/operations.ts";
import { revokeSession } from "#lib/auth/account/revoke-sessions.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(revokeSessionOperation, async ({ ctx, params }) => {
  await revokeSession(ctx, params.session_id);
  return { status: 204 };
});
