import { getDocumentTextOperation } from "#lib/documents/operations.ts";
import { strangersHeaders } from "#lib/documents/strangers-headers.ts";
import { getDocumentText } from "#lib/documents/text.ts";
import { isKnown } from "#lib/http/if-none-match.ts";
import { route } from "#lib/http/route.ts";

export const GET = route(getDocumentTextOperation, async ({ ctx, params, request }) => {
  const { text, tag } = await getDocumentText(ctx, { documentId: params.document_id });
  const headers = { ...strangersHeaders, etag: `"${tag}"` };
  if (isKnown(request.headers.get("if-none-match"), headers.etag)) {
    return new Response(null, { status: 304, headers });
  }
  return new Response(text, { headers: { ...headers, "content-type": "text/markdown; charset=utf-8" } });
});
