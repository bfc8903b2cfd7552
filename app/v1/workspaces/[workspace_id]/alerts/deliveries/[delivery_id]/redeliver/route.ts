import { redeliverOperation } from "#lib/alerts/operations.ts";
import { redeliver } from "#lib/alerts/redeliver.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(redeliverOperation, async ({ ctx, params }) => {
  await redeliver(ctx, { deliveryId: params.delivery_id });
  return { status: 202 };
});
