import { testDestinationOperation } from "#lib/alerts/operations.ts";
import { testDestination } from "#lib/alerts/test-destination.ts";
import { route } from "#lib/http/route.ts";

export const POST = route(testDestinationOperation, async ({ ctx, params }) => {
  return { status: 202, body: await testDestination(ctx, { destinationId: params.destination_id }) };
});
