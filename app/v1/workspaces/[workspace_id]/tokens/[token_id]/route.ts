import { revokeTokenOperation } from "#lib/auth/tokens/operations.ts";
import { revokeToken } from "#lib/auth/tokens/revoke.ts";
import { route } from "#lib/http/route.ts";

export const DELETE = route(revokeTokenOperation, async ({ ctx, params }) => {
  await revokeToken(ctx, { tokenId: params.token_id });
  return { status: 204 };
});
