import { clientAddress } from "#lib/auth/client-address.ts";
import { setUpSecondFactorOperation } from "#lib/auth/second-factor/operations.ts";
import { setUpSecondFactor } from "#lib/auth/second-factor/set-up.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(setUpSecondFactorOperation, async ({ ctx, body, request }) => {
  return {
    status: 200,
    body: await setUpSecondFactor(ctx, { ...body, address: clientAddress(request.headers) }),
  };
});
