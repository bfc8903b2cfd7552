import { changePassword } from "#lib/auth/account/change-password.ts";
import { changePasswordOperation } from "#lib/auth/account/operations.ts";
import { clientAddress } from "#lib/auth/client-address.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(changePasswordOperation, async ({ ctx, body, request }) => {
  await changePassword(ctx, { ...body, address: clientAddress(request.headers) });
  return { status: 204 };
});
