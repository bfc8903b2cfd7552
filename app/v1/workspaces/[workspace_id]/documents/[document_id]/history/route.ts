import { getDocumentHistory } from "#lib/documents/history.ts";
import { getDocumentHistoryOperation } from "#lib/documents/operations.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getDocumentHistoryOperation, async ({ ctx, params }) => ({
  status: 200,
  body: await getDocumentHistory(ctx, { documentId: params.document_id }),
}));
