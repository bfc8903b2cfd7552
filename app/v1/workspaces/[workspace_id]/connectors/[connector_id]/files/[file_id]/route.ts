import { deleteFile } from "#lib/connectors/upload/delete-file.ts";
import { getFile } from "#lib/connectors/upload/get-file.ts";
import { readRawBody } from "#lib/connectors/upload/raw-body.ts";
import { replaceFile } from "#lib/connectors/upload/replace-file.ts";
import { fileParams, fileSchema, type UploadedFile } from "#lib/connectors/upload/schemas.ts";
import { env } from "#lib/env.ts";
import { etag } from "#lib/http/etag.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { route } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";

const path = "/v1/workspaces/{workspace_id}/connectors/{connector_id}/files/{file_id}";
const headers = { ETag: "The file's version, for If-Match" };
const unknown = "No such file in this connector";
const stale = "It changed since If-Match";

export const GET = route(
  defineOperation({
    id: "getFile",
    method: "GET",
    path,
    tag: "Files",
    summary: "Get a file's state",
    access: "connectors.read",
    params: fileParams,
    success: { 200: { description: "The file", schema: fileSchema, headers } },
    errors: { 404: unknown },
  }),
  async ({ ctx, params }) =>
    present(await getFile(ctx, { connectorId: params.connector_id, fileId: params.file_id })),
);

export const PUT = route(
  defineOperation({
    id: "replaceFile",
    method: "PUT",
    path,
    tag: "Files",
    summary: "Replace a file's bytes",
    description: "The body is the file itself. It keeps its id and its name. The same bytes change nothing.",
    access: "connectors.write",
    params: fileParams,
    rawBody: { contentType: "application/octet-stream", description: "The file's bytes, of any type" },
    success: { 200: { description: "The file as it is now", schema: fileSchema, headers } },
    errors: {
      404: unknown,
      412: stale,
      413: "It is larger than UPLOAD_MAX_BYTES",
      415: "The body is a form",
    },
  }),
  async ({ ctx, params, request }) => {
    const ifMatch = request.headers.get("if-match");
    const input = {
      connectorId: params.connector_id,
      fileId: params.file_id,
      ifMatch,
      ...readRawBody(request),
    };
    return present(await replaceFile(ctx, input, { blobs: blobs(), maxBytes: env().UPLOAD_MAX_BYTES }));
  },
);

export const DELETE = route(
  defineOperation({
    id: "deleteFile",
    method: "DELETE",
    path,
    tag: "Files",
    summary: "Delete a file and its document",
    access: "connectors.write",
    params: fileParams,
    success: { 204: { description: "It is deleted" } },
    errors: { 404: unknown, 412: stale },
  }),
  async ({ ctx, params, request }) => {
    const ifMatch = request.headers.get("if-match");
    await deleteFile(ctx, { connectorId: params.connector_id, fileId: params.file_id, ifMatch });
    return { status: 204 };
  },
);

function present({ file, version }: { file: UploadedFile; version: number }) {
  return { status: 200, body: file, headers: { etag: etag(version) } };
}
