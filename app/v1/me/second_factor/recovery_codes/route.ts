import { clientAddress } from "#lib/auth/client-address.ts";
import { renewRecoveryCodesOperation } from "#lib/auth/second-factor/operations.ts";
import { renewRecoveryCodes } from "#lib/auth/second-factor/renew-codes.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(renewRecoveryCodesOperation, async ({ ctx, body, request }) => {
  const address = clientAddress(request.headers);
  return { status: 200, body: { recovery_codes: await renewRecoveryCodes(ctx, { ...body, address }) } };
});
