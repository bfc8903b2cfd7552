import { z } from "zod";
import { defineOperation } from "#lib/http/operation.ts";
import { creationExamples, exampleCollection, exampleConnector, exampleId } from "./examples.ts";
import { connectorResourceOperations } from "./resource-operations.ts";
import {
  associateSchema,
  associationSchema,
  connectorSchema,
  createConnectorSchema,
  schedulerQuerySchema,
} from "./schemas.ts";

const workspaceParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });

export const createConnectorOperation = defineOperation({
  id: "create_connector",
  method: "POST",
  path: "/v1/connector/create_connector/{workspace_id}",
  tag: "Connectors",
  summary: "Create a connector and its schedule",
  description:
    "One transaction: connector, schedule, first occurrence and associations exist afterwards, or none of them.",
  access: "connectors.write",
  params: workspaceParams,
  query: schedulerQuerySchema,
  body: createConnectorSchema,
  bodyExamples: creationExamples,
  idempotent: true,
  success: {
    201: {
      description: "Created",
      schema: connectorSchema,
      example: exampleConnector,
      headers: { Location: "The connector's address", ETag: "Its version, for If-Match" },
    },
  },
  errors: { 409: "The id is taken, or the Idempotency-Key was used for another request" },
});

export const associateConnectorOperation = defineOperation({
  id: "create_connector_collection_association",
  method: "POST",
  path: "/v1/connector/create_connector_collection_association/{workspace_id}",
  tag: "Connectors",
  summary: "Put a connector into collections",
  description: "An imed connector starts its run in the same transaction. Repeating it changes nothing.",
  access: "connectors.write",
  params: workspaceParams,
  body: associateSchema,
  bodyExample: { connector_id: "product-docs", collection_ids: [exampleCollection] },
  idempotent: true,
  success: {
    200: {
      description: "It was in all of them before; nothing was changed",
      schema: associationSchema,
      example: { connector_id: "product-docs", collection_ids: [exampleCollection], run: null },
    },
    201: {
      description: "Associated",
      schema: associationSchema,
      example: {
        connector_id: "product-docs",
        collection_ids: [exampleCollection],
        run: { id: exampleId, state: "queued" },
      },
    },
  },
  errors: { 404: "The workspace, the connector or a collection doesn't exist; the detail names it" },
});

export const connectorOperations = [
  createConnectorOperation,
  associateConnectorOperation,
  ...connectorResourceOperations,
];
