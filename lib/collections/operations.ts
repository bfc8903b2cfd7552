import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import {
  collectionParams,
  collectionSchema,
  createCollectionBody,
  listCollectionsQuery,
  patchCollectionBody,
  workspaceParams,
} from "./schemas.ts";

const collections = "/v1/workspaces/{workspace_id}/collections" as const;
const collection = `${collections}/{collection_id}` as const;

const example = {
  id: "5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11",
  workspace_id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  name: "Product",
  description: "What customers read",
  connectors: 3,
  documents: 1180,
  created_by: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
  created_at: "2026-11-24T12:00:00.000Z",
  updated_at: "2026-11-24T12:00:00.000Z",
};
const unknown = "No such collection in this workspace";
const stale = "It changed since If-Match";
const taken = "Another collection has this name";
const headers = { ETag: "Its version, for If-Match" };

export const createCollectionOperation = defineOperation({
  id: "create_collection",
  method: "POST",
  path: collections,
  tag: "Collections",
  summary: "Create a collection",
  access: "collections.write",
  params: workspaceParams,
  body: createCollectionBody,
  bodyExample: { name: "Product", description: "What customers read" },
  idempotent: true,
  success: {
    201: {
      description: "Created, and empty",
      schema: collectionSchema,
      example: { ...example, connectors: 0, documents: 0 },
      headers: { Location: "The collection's address", ...headers },
    },
  },
  errors: { 409: taken },
});

export const listCollectionsOperation = defineOperation({
  id: "list_collections",
  method: "GET",
  path: collections,
  tag: "Collections",
  summary: "List collections",
  description: "By name.",
  access: "collections.read",
  params: workspaceParams,
  query: listCollectionsQuery,
  success: {
    200: {
      description: "A page of collections",
      schema: pageSchema(collectionSchema),
      example: { items: [example], next_cursor: null },
    },
  },
});

export const getCollectionOperation = defineOperation({
  id: "get_collection",
  method: "GET",
  path: collection,
  tag: "Collections",
  summary: "Get a collection",
  access: "collections.read",
  params: collectionParams,
  success: { 200: { description: "The collection", schema: collectionSchema, example, headers } },
  errors: { 404: unknown },
});

export const patchCollectionOperation = defineOperation({
  id: "patch_collection",
  method: "PATCH",
  path: collection,
  tag: "Collections",
  summary: "Rename a collection or describe it anew",
  access: "collections.write",
  params: collectionParams,
  body: patchCollectionBody,
  bodyExample: { name: "Products" },
  idempotent: true,
  success: {
    200: {
      description: "The collection as it is now",
      schema: collectionSchema,
      example: { ...example, name: "Products" },
      headers,
    },
  },
  errors: { 404: unknown, 409: taken, 412: stale },
});

export const deleteCollectionOperation = defineOperation({
  id: "delete_collection",
  method: "DELETE",
  path: collection,
  tag: "Collections",
  summary: "Delete a collection",
  description: "Its connectors and their documents stay; they are no longer found through it.",
  access: "collections.write",
  params: collectionParams,
  success: { 204: { description: "Deleted" } },
  errors: { 404: unknown, 412: stale },
});

export const collectionOperations = [
  createCollectionOperation,
  listCollectionsOperation,
  getCollectionOperation,
  patchCollectionOperation,
  deleteCollectionOperation,
];
