import { clientAddress } from "#lib/auth/client-address.ts";
import { turnOffSecondFactorOperation } from "#lib/auth/second-factor/operations.ts";
import { turnOffSecondFactor } from "#lib/auth/second-factor/turn-off.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(turnOffSecondFactorOperation, async ({ ctx, body, request }) => {
  await turnOffSecondFactor(ctx, { ...body, address: clientAddress(request.headers) });
  return { status: 204 };
});
