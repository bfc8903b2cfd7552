import { getDocument } from "#lib/documents/get.ts";
import { getDocumentOperation } from "#lib/documents/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getDocumentOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await getDocument(ctx, { documentId: params.document_id }),
}));
