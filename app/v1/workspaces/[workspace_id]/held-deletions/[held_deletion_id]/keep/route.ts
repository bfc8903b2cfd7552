import { route } from "#lib/http/route.ts";
import { keepDocuments } from "#lib/runs/decide-held.ts";
import { keepDocumentsOperation } from "#lib/runs/operations.ts";

export const POST = route(keepDocumentsOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await keepDocuments(ctx, { id: params.held_deletion_id }),
}));
