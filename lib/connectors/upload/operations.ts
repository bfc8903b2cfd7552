import { defineOperation } from "#lib/http/operation.ts";
import {
  addedFilesSchema,
  addFilesQuery,
  filePageSchema,
  fileParams,
  fileSchema,
  filesParams,
  filesQuery,
} from "./schemas.ts";

const list = "/v1/workspaces/{workspace_id}/connectors/{connector_id}/files";
const one = `${list}/{file_id}` as const;
const headers = { ETag: "The file's version, for If-Match" };
const unknown = "No such file in this connector";
const stale = "It changed since If-Match";

const exampleFile = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  connector_id: "contracts",
  name: "2026/lease.pdf",
  mime: "application/pdf",
  size_bytes: 184_320,
  sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  uploaded_by: "ada@example.com",
  uploaded_at: "2026-11-24T12:00:00.000Z",
  state: "waiting",
  reason: null,
  document_id: null,
};
const refused = {
  result: "refused",
  name: "film.mov",
  status: 413,
  message: "It is larger than the 100 MiB that are taken.",
};

export const listFilesOperation = defineOperation({
  id: "list_files",
  method: "GET",
  path: list,
  tag: "Files",
  summary: "List the files of an upload connector",
  access: "connectors.read",
  params: filesParams,
  query: filesQuery,
  success: {
    200: {
      description: "A page of files, by name",
      schema: filePageSchema,
      example: { items: [exampleFile], next_cursor: null },
    },
  },
  errors: { 404: "No such connector in this workspace", 409: "The connector isn't of type upload" },
});

export const addFilesOperation = defineOperation({
  id: "add_files",
  method: "POST",
  path: list,
  tag: "Files",
  summary: "Upload files",
  description:
    "Takes any number of files (at most 1,000) and answers for each. When the connector is in a collection, a run reads them. A body that breaks off keeps no file.",
  access: "connectors.write",
  params: filesParams,
  query: addFilesQuery,
  rawBody: { contentType: "multipart/form-data", description: "Files, each a part with a filename" },
  success: {
    201: {
      description: "Every file was kept",
      schema: addedFilesSchema,
      example: { files: [{ result: "added", name: exampleFile.name, file: exampleFile }] },
    },
    207: {
      description: "Some files were refused; each one's result says why",
      schema: addedFilesSchema,
      example: { files: [{ result: "added", name: exampleFile.name, file: exampleFile }, refused] },
    },
  },
  errors: {
    404: "No such connector in this workspace",
    409: "The names exist (and replace isn't true), or the connector isn't of type upload",
    413: "A file is larger than UPLOAD_MAX_BYTES",
    415: "The body isn't multipart/form-data",
  },
});

export const getFileOperation = defineOperation({
  id: "get_file",
  method: "GET",
  path: one,
  tag: "Files",
  summary: "Get a file's state",
  access: "connectors.read",
  params: fileParams,
  success: { 200: { description: "The file", schema: fileSchema, example: exampleFile, headers } },
  errors: { 404: unknown },
});

export const replaceFileOperation = defineOperation({
  id: "replace_file",
  method: "PUT",
  path: one,
  tag: "Files",
  summary: "Replace a file's bytes",
  description: "The body is the file itself. It keeps its id and its name. The same bytes change nothing.",
  access: "connectors.write",
  params: fileParams,
  rawBody: { contentType: "application/octet-stream", description: "The file's bytes, of any type" },
  success: {
    200: { description: "The file as it is now", schema: fileSchema, example: exampleFile, headers },
  },
  errors: { 404: unknown, 412: stale, 413: "It is larger than UPLOAD_MAX_BYTES", 415: "The body is a form" },
});

export const deleteFileOperation = defineOperation({
  id: "delete_file",
  method: "DELETE",
  path: one,
  tag: "Files",
  summary: "Delete a file and its document",
  access: "connectors.write",
  params: fileParams,
  success: { 204: { description: "It is deleted" } },
  errors: { 404: unknown, 412: stale },
});

export const uploadOperations = [
  listFilesOperation,
  addFilesOperation,
  getFileOperation,
  replaceFileOperation,
  deleteFileOperation,
];
