import { attachment } from "#lib/documents/attachment-name.ts";
import { getDocumentOriginalOperation } from "#lib/documents/operations.ts";
import { getDocumentOriginal } from "#lib/documents/original.ts";
import { strangersHeaders } from "#lib/documents/strangers-headers.ts";
import { readRange } from "#lib/http/byte-range.ts";
import { isKnown } from "#lib/http/if-none-match.ts";
import { route } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";

export const GET = route(getDocumentOriginalOperation, async ({ ctx, params, request }) => {
  const { sha256, sizeBytes, mime, fileName } = await getDocumentOriginal(ctx, {
    documentId: params.document_id,
  });
  const tag = `"${sha256}"`;
  const headers = new Headers({
    ...strangersHeaders,
    etag: tag,
    "accept-ranges": "bytes",
    "content-type": mime,
    "content-disposition": attachment(fileName),
  });
  if (isKnown(request.headers.get("if-none-match"), tag)) return new Response(null, { status: 304, headers });
  const isSame = [null, tag].includes(request.headers.get("if-range"));
  const range = isSame ? readRange(request.headers.get("range"), sizeBytes) : undefined;
  if (range) headers.set("content-range", `bytes ${range.start}-${range.end}/${sizeBytes}`);
  headers.set("content-length", String(range ? range.end - range.start + 1 : sizeBytes));
  return new Response(await blobs().open(sha256, range), { status: range ? 206 : 200, headers });
});
