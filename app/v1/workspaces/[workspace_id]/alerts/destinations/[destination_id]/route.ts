import { deleteDestination } from "#lib/alerts/delete.ts";
import { deleteDestinationOperation, patchDestinationOperation } from "#lib/alerts/operations.ts";
import { patchDestination } from "#lib/alerts/patch.ts";
import { route } from "#lib/http/route.ts";

export const PATCH = route(patchDestinationOperation, async ({ ctx, params, body }) => {
  return {
    status: 200,
    body: await patchDestination(ctx, { ...body, destinationId: params.destination_id }),
  };
});

export const DELETE = route(deleteDestinationOperation, async ({ ctx, params }) => {
  await deleteDestination(ctx, { destinationId: params.destination_id });
  return { status: 204 };
});
