import { z } from "zod";
import { defineOperation } from "#lib/http/operation.ts";
import { creationExamples } from "./examples.ts";
import {
  associateSchema,
  associationSchema,
  connectorSchema,
  createConnectorSchema,
  schedulerQuerySchema,
} from "./schemas.ts";

const workspaceParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });

const exampleId = "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42";
const exampleCollection = "5c2d7a7e-8e43-4df5-a1f6-6b1a7a9a4b11";

const webScraper = {
  name: "Product docs",
  type: "web_scraper",
  slots: { url: "https://docs.example.com/guide/", extraction_type: "all", email: "ada@example.com" },
} as const;

const exampleConnector = {
  id: "product-docs",
  workspace_id: exampleId,
  ...webScraper,
  has_credentials: false,
  scheduler: {
    type: "cron",
    value: "0 6 * * 1-5",
    timezone: "America/Sao_Paulo",
    next_run_at: "2026-11-25T09:00:00.000Z",
    state: "active",
  },
  collection_ids: [exampleCollection],
  created_by: exampleId,
  created_at: "2026-11-24T12:00:00.000Z",
  updated_at: "2026-11-24T12:00:00.000Z",
};

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

export const connectorOperations = [createConnectorOperation, associateConnectorOperation];
