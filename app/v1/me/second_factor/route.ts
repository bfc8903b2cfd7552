import { turnOnSecondFactorOperation } from "#lib/auth/second-factor/operations.ts";
import { turnOnSecondFactor } from "#lib/auth/second-factor/turn-on.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(turnOnSecondFactorOperation, async ({ ctx, body }) => {
  return { status: 200, body: { recovery_codes: await turnOnSecondFactor(ctx, body) } };
});
