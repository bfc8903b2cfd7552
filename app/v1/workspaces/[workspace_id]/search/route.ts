import { searchOperation } from "#lib/documents/operations.ts";
import { searchDocuments } from "#lib/documents/search.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(searchOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await searchDocuments(ctx, query),
}));
