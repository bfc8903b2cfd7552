import { listDocuments } from "#lib/documents/list.ts";
import { listDocumentsOperation } from "#lib/documents/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(listDocumentsOperation, async ({ ctx, query }) => ({
  status: 200,
  body: await listDocuments(ctx, query),
}));
