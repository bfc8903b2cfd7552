import { createDestination } from "#lib/alerts/create.ts";
import { listDestinations } from "#lib/alerts/list.ts";
import { createDestinationOperation, listDestinationsOperation } from "#lib/alerts/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listDestinationsOperation, async ({ ctx, query }) => {
  return { status: 200, body: await listDestinations(ctx, query) };
});

export const POST = route(createDestinationOperation, async ({ ctx, body }) => {
  return { status: 201, body: await createDestination(ctx, body) };
});
