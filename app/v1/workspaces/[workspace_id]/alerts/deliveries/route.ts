import { listDeliveries } from "#lib/alerts/list-deliveries.ts";
import { listDeliveriesOperation } from "#lib/alerts/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listDeliveriesOperation, async ({ ctx, query }) => {
  return { status: 200, body: await listDeliveries(ctx, query) };
});
