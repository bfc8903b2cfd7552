import { documentFacets } from "#lib/documents/facets.ts";
import { documentFacetsOperation } from "#lib/documents/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(documentFacetsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await documentFacets(ctx, query),
}));
