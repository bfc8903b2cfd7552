import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { facetsQuery, facetsSchema } from "./facets.ts";
import { documentHistorySchema } from "./history.ts";
import {
  documentDetailSchema,
  documentParams,
  documentSchema,
  listDocumentsQuery,
  searchPageSchema,
  searchQuery,
  workspaceParams,
} from "./schemas.ts";

const workspace = "/v1/workspaces/{workspace_id}" as const;
const documents = `${workspace}/documents` as const;
const document = `${documents}/{document_id}` as const;

const example = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  connector_id: "product-docs",
  connector_name: "Product docs",
  title: "Backup and restore",
  link: "https://docs.example.com/guide/backup",
  mime: "text/html",
  size_bytes: 15_230,
  has_original: true,
  file_owner: "ada@example.com",
  author: null,
  language: "en",
  source_created_at: null,
  source_modified_at: "2026-11-20T08:00:00.000Z",
  created_at: "2026-11-24T12:00:00.000Z",
  updated_at: "2026-11-24T12:00:00.000Z",
  removed_at: null,
  removed_reason: null,
};
const unknown = "No such document in this workspace";

export const listDocumentsOperation = defineOperation({
  id: "list_documents",
  method: "GET",
  path: documents,
  tag: "Documents",
  summary: "List documents",
  description: "Those that changed last come first. Without their text.",
  access: "documents.read",
  params: workspaceParams,
  query: listDocumentsQuery,
  success: {
    200: {
      description: "A page of documents",
      schema: pageSchema(documentSchema),
      example: { items: [example], next_cursor: null },
    },
  },
});

export const getDocumentOperation = defineOperation({
  id: "get_document",
  method: "GET",
  path: document,
  tag: "Documents",
  summary: "Get a document's metadata",
  access: "documents.read",
  params: documentParams,
  success: {
    200: {
      description: "The document, also one that its source has no longer",
      schema: documentDetailSchema,
      example: {
        ...example,
        key: "https://docs.example.com/guide/backup",
        sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        metadata: { description: "How to keep your data" },
        collection_ids: ["5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11"],
      },
    },
  },
  errors: { 404: unknown },
});

export const getDocumentTextOperation = defineOperation({
  id: "get_document_text",
  method: "GET",
  path: `${document}/text`,
  tag: "Documents",
  summary: "Get a document's text",
  description: "As Markdown. What a site says may be hostile: show it without its raw HTML.",
  access: "documents.read",
  params: documentParams,
  success: {
    200: {
      description: "The text",
      contentType: "text/markdown",
      headers: { ETag: "Of what is stored: If-None-Match asks whether it changed" },
    },
    304: { description: "As If-None-Match has it" },
  },
  errors: { 404: unknown },
});

export const getDocumentOriginalOperation = defineOperation({
  id: "get_document_original",
  method: "GET",
  path: `${document}/original`,
  tag: "Documents",
  summary: "Download a document's original bytes",
  description: "Always as an attachment. Takes If-None-Match, and a Range of bytes.",
  access: "documents.read",
  params: documentParams,
  success: {
    200: {
      description: "The bytes",
      contentType: "application/octet-stream",
      headers: {
        ETag: "The bytes' SHA-256",
        "Content-Disposition": "attachment, with a file name made of the title",
      },
    },
    206: { description: "The bytes that Range asked for", contentType: "application/octet-stream" },
    304: { description: "As If-None-Match has it" },
  },
  errors: { 404: "No such document in this workspace, or its original bytes weren't kept" },
});

export const searchOperation = defineOperation({
  id: "search_documents",
  method: "GET",
  path: `${workspace}/search`,
  tag: "Documents",
  summary: "Search documents",
  description:
    "The best first: words in the title count more. Removed documents aren't found. See /docs/search.",
  access: "documents.read",
  params: workspaceParams,
  query: searchQuery,
  success: {
    200: {
      description: "A page of documents, with where they match",
      schema: searchPageSchema,
      example: {
        items: [
          {
            ...example,
            title_matches: [[0, 6]],
            highlights: [{ text: "Make a backup before every upgrade.", matches: [[7, 13]] }],
          },
        ],
        next_cursor: null,
        total: 1,
      },
    },
  },
});

export const documentFacetsOperation = defineOperation({
  id: "document_facets",
  method: "GET",
  path: `${documents}/facets`,
  tag: "Documents",
  summary: "List kinds and owners to filter documents by",
  description:
    "As the newest documents of each connector have them: values to offer, not a count of everything.",
  access: "documents.read",
  params: workspaceParams,
  query: facetsQuery,
  success: {
    200: {
      description: "The commonest first",
      schema: facetsSchema,
      example: {
        mime: [{ value: "text/html", documents: 180 }],
        file_owner: [{ value: "ada@example.com", documents: 180 }],
      },
    },
  },
});

export const getDocumentHistoryOperation = defineOperation({
  id: "get_document_history",
  method: "GET",
  path: `${document}/history`,
  tag: "Documents",
  summary: "List what runs did with a document",
  description: "Of the connector's last 500 runs, those that did anything but find it as it was.",
  access: "documents.read",
  params: documentParams,
  success: {
    200: {
      description: "The newest first",
      schema: documentHistorySchema,
      example: {
        items: [{ run_id: example.id, outcome: "added", reason: null, at: "2026-11-24T12:00:00.000Z" }],
      },
    },
  },
  errors: { 404: unknown },
});

export const documentOperations = [
  listDocumentsOperation,
  documentFacetsOperation,
  getDocumentHistoryOperation,
  getDocumentOperation,
  getDocumentTextOperation,
  getDocumentOriginalOperation,
  searchOperation,
];
