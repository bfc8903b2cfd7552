import { z } from "zod";
import { exampleAuditEntry } from "#lib/audit/operations.ts";
import { auditEntrySchema } from "#lib/audit/schemas.ts";
import { pageQuery, pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { exampleListed } from "./examples.ts";
import {
  connectorCollectionParams,
  connectorParams,
  listConnectorsQuery,
  listedConnectorSchema,
  patchConnectorBody,
  pauseConnectorBody,
  workspaceParams,
} from "./listed-schemas.ts";

const connectors = "/v1/workspaces/{workspace_id}/connectors" as const;
const connector = `${connectors}/{connector_id}` as const;

const unknown = "No such connector in this workspace";
const stale = "It changed since If-Match";
const headers = { ETag: "Its version, for If-Match" };

export const listConnectorsOperation = defineOperation({
  id: "list_connectors",
  method: "GET",
  path: connectors,
  tag: "Connectors",
  summary: "List connectors",
  description: "The newest first.",
  access: "connectors.read",
  params: workspaceParams,
  query: listConnectorsQuery,
  success: {
    200: {
      description: "A page of connectors",
      schema: pageSchema(listedConnectorSchema),
      example: { items: [exampleListed], next_cursor: null },
    },
  },
});

export const getConnectorOperation = defineOperation({
  id: "get_connector",
  method: "GET",
  path: connector,
  tag: "Connectors",
  summary: "Get a connector",
  access: "connectors.read",
  params: connectorParams,
  success: {
    200: { description: "The connector", schema: listedConnectorSchema, example: exampleListed, headers },
  },
  errors: { 404: unknown },
});

export const patchConnectorOperation = defineOperation({
  id: "patch_connector",
  method: "PATCH",
  path: connector,
  tag: "Connectors",
  summary: "Change a connector's name, slots or credentials",
  description:
    "What isn't given stays. A run under way goes on with what it began with. For its schedule, see patch_schedule.",
  access: "connectors.write",
  params: connectorParams,
  body: patchConnectorBody,
  bodyExample: { name: "Product manual", credentials: { username: "reader", password: "…" } },
  idempotent: true,
  success: {
    200: {
      description: "The connector as it is now",
      schema: listedConnectorSchema,
      example: { ...exampleListed, name: "Product manual", has_credentials: true },
      headers,
    },
  },
  errors: { 404: unknown, 412: stale },
});

export const deleteConnectorOperation = defineOperation({
  id: "delete_connector",
  method: "DELETE",
  path: connector,
  tag: "Connectors",
  summary: "Delete a connector",
  description: "With its schedule, its runs and its documents, in every collection. It can't be undone.",
  access: "connectors.write",
  params: connectorParams,
  success: { 204: { description: "Deleted" } },
  errors: { 404: unknown, 412: stale },
});

export const pauseConnectorOperation = defineOperation({
  id: "pause_connector",
  method: "POST",
  path: `${connector}/pause`,
  tag: "Connectors",
  summary: "Pause a connector's schedule",
  description: "It runs no more by itself until somebody resumes it. A run under way goes on.",
  access: "schedules.write",
  params: connectorParams,
  body: pauseConnectorBody,
  bodyOptional: true,
  bodyExample: { reason: "The site is being moved" },
  idempotent: true,
  success: {
    200: {
      description: "Paused; if it was before, it stays as it was",
      schema: listedConnectorSchema,
      example: {
        ...exampleListed,
        scheduler: { ...exampleListed.scheduler, next_run_at: null, state: "paused" },
      },
      headers,
    },
  },
  errors: { 404: unknown, 409: "The schedule is done: there is nothing left to pause" },
});

export const resumeConnectorOperation = defineOperation({
  id: "resume_connector",
  method: "POST",
  path: `${connector}/resume`,
  tag: "Connectors",
  summary: "Resume a connector's schedule",
  description: "From now on: what would have run meanwhile isn't made up for.",
  access: "schedules.write",
  params: connectorParams,
  idempotent: true,
  success: {
    200: {
      description: "Active; if it wasn't paused, it stays as it was",
      schema: listedConnectorSchema,
      example: exampleListed,
      headers,
    },
  },
  errors: { 404: unknown },
});

const association = `${connector}/collections/{collection_id}` as const;
const unknownEither = "No such connector or collection in this workspace";

export const putInCollectionOperation = defineOperation({
  id: "put_connector_in_collection",
  method: "PUT",
  path: association,
  tag: "Connectors",
  summary: "Put a connector into a collection",
  description: "An imed connector starts its run in the same transaction. Repeating it changes nothing.",
  access: "connectors.write",
  params: connectorCollectionParams,
  success: { 204: { description: "It is in the collection" } },
  errors: { 404: unknownEither },
});

export const takeFromCollectionOperation = defineOperation({
  id: "take_connector_from_collection",
  method: "DELETE",
  path: association,
  tag: "Connectors",
  summary: "Take a connector out of a collection",
  description: "Its documents stay with it and in its other collections. Repeating it changes nothing.",
  access: "connectors.write",
  params: connectorCollectionParams,
  success: { 204: { description: "It isn't in the collection" } },
  errors: { 404: unknownEither },
});

export const listConnectorActivityOperation = defineOperation({
  id: "list_connector_activity",
  method: "GET",
  path: `${connector}/activity`,
  tag: "Connectors",
  summary: "List what was done with a connector, and by whom",
  description: "Its settings, schedule, collections, runs and documents; the newest first.",
  access: "connectors.read",
  params: connectorParams,
  query: z.object(pageQuery),
  success: {
    200: {
      description: "A page of entries of the audit log",
      schema: pageSchema(auditEntrySchema),
      example: { items: [exampleAuditEntry], next_cursor: null },
    },
  },
  errors: { 404: unknown },
});

export const connectorResourceOperations = [
  listConnectorActivityOperation,
  listConnectorsOperation,
  getConnectorOperation,
  patchConnectorOperation,
  deleteConnectorOperation,
  pauseConnectorOperation,
  resumeConnectorOperation,
  putInCollectionOperation,
  takeFromCollectionOperation,
];
