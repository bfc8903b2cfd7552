import { addFiles, type FileResult } from "#lib/connectors/upload/add-files.ts";
import { listFiles } from "#lib/connectors/upload/list-files.ts";
import { readMultipart } from "#lib/connectors/upload/multipart.ts";
import {
  addedFilesSchema,
  addFilesQuery,
  filePageSchema,
  filesParams,
  filesQuery,
} from "#lib/connectors/upload/schemas.ts";
import { env } from "#lib/env.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { statusOf } from "#lib/http/problem.ts";
import { route } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";

const path = "/v1/workspaces/{workspace_id}/connectors/{connector_id}/files";

export const GET = route(
  defineOperation({
    id: "listFiles",
    method: "GET",
    path,
    tag: "Files",
    summary: "List the files of an upload connector",
    access: "connectors.read",
    params: filesParams,
    query: filesQuery,
    success: { 200: { description: "A page of files, by name", schema: filePageSchema } },
    errors: { 404: "No such connector in this workspace", 409: "The connector isn't of type upload" },
  }),
  async ({ ctx, params, query }) => ({
    status: 200,
    body: await listFiles(ctx, { ...query, connectorId: params.connector_id }),
  }),
);

export const POST = route(
  defineOperation({
    id: "addFiles",
    method: "POST",
    path,
    tag: "Files",
    summary: "Upload files",
    description:
      "Takes any number of files (at most 1,000) and answers for each. When the connector is in a collection, a run reads them. A body that breaks off keeps no file.",
    access: "connectors.write",
    params: filesParams,
    query: addFilesQuery,
    rawBody: { contentType: "multipart/form-data", description: "Files, each a part with a filename" },
    success: {
      201: { description: "Every file was kept", schema: addedFilesSchema },
      207: { description: "Some files were refused; each one's result says why", schema: addedFilesSchema },
    },
    errors: {
      404: "No such connector in this workspace",
      409: "The names exist (and replace isn't true), or the connector isn't of type upload",
      413: "A file is larger than UPLOAD_MAX_BYTES",
      415: "The body isn't multipart/form-data",
    },
  }),
  async ({ ctx, params, query, request }) => {
    const store = { blobs: blobs(), maxBytes: env().UPLOAD_MAX_BYTES };
    const input = { ...query, connectorId: params.connector_id, files: readMultipart(request, store) };
    const results = await addFiles(ctx, input, store);
    const isWhole = results.every(({ result }) => result !== "refused");
    return { status: isWhole ? 201 : 207, body: { files: results.map(present) } };
  },
);

function present(result: FileResult) {
  if (result.result !== "refused") return result;
  const { name, kind, message } = result;
  return { result: "refused", name, status: statusOf(kind), message };
}
