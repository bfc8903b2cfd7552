import { route } from "#lib/http/route.ts";
import { restoreDocumentOperation } from "#lib/runs/operations.ts";
import { restoreDocument } from "#lib/runs/restore-document.ts";

export const POST = route(restoreDocumentOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await restoreDocument(ctx, { documentId: params.document_id }),
}));
