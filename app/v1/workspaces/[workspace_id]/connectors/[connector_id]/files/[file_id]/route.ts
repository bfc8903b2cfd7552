import { deleteFile } from "#lib/connectors/upload/delete-file.ts";
import { getFile } from "#lib/connectors/upload/get-file.ts";
import {
  deleteFileOperation,
  getFileOperation,
  replaceFileOperation,
} from "#lib/connectors/upload/operations.ts";
import { readRawBody } from "#lib/connectors/upload/raw-body.ts";
import { replaceFile } from "#lib/connectors/upload/replace-file.ts";
import type { UploadedFile } from "#lib/connectors/upload/schemas.ts";
import { env } from "#lib/env.ts";
import { etag } from "#lib/http/etag.ts";
import { route } from "#lib/http/route.ts";
import { blobs } from "#lib/storage/process-blobs.ts";

export const GET = route(getFileOperation, async ({ ctx, params }) =>
  present(await getFile(ctx, { connectorId: params.connector_id, fileId: params.file_id })),
);

export const PUT = route(replaceFileOperation, async ({ ctx, params, request }) => {
  const ifMatch = request.headers.get("if-match");
  const input = {
    connectorId: params.connector_id,
    fileId: params.file_id,
    ifMatch,
    ...readRawBody(request),
  };
  return present(await replaceFile(ctx, input, { blobs: blobs(), maxBytes: env().UPLOAD_MAX_BYTES }));
});

export const DELETE = route(deleteFileOperation, async ({ ctx, params, request }) => {
  const ifMatch = request.headers.get("if-match");
  await deleteFile(ctx, { connectorId: params.connector_id, fileId: params.file_id, ifMatch });
  return { status: 204 };
});

function present({ file, version }: { file: UploadedFile; version: number }) {
  return { status: 200, body: file, headers: { etag: etag(version) } };
}
