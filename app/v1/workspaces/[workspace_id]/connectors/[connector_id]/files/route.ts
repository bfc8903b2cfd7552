import { addFiles, type FileResult } from "#lib/connectors/upload/add-files.ts";
import { listFiles } from "#lib/connectors/upload/list-files.ts";
import { readMultipart } from "#lib/connectors/upload/multipart.ts";
import { addFilesOperation, listFilesOperation } from "#lib/connectors/upload/operations.ts";
import { env } from "#lib/env.ts";
import { statusOf } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";

export const GET = route(listFilesOperation, async ({ ctx, params, query }) => ({
  status: 200,
  body: await listFiles(ctx, { ...query, connectorId: params.connector_id }),
}));

export const POST = route(addFilesOperation, async ({ ctx, params, query, request }) => {
  const store = { blobs: blobs(), maxBytes: env().UPLOAD_MAX_BYTES };
  const input = { ...query, connectorId: params.connector_id, files: readMultipart(request, store) };
  const results = await addFiles(ctx, input, store);
  const isWhole = results.every(({ result }) => result !== "refused");
  return { status: isWhole ? 201 : 207, body: { files: results.map(present) } };
});

function present(result: FileResult) {
  if (result.result !== "refused") return result;
  const { name, kind, message } = result;
  return { result: "refused", name, status: statusOf(kind), message };
}
