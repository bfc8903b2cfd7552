import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import { exampleListed } from "./examples.ts";
import {
  connectorParams,
  listConnectorsQuery,
  listedConnectorSchema,
  workspaceParams,
} from "./listed-schemas.ts";

const connectors = "/v1/workspaces/{workspace_id}/connectors" as const;
const connector = `${connectors}/{connector_id}` as const;

const unknown = "No such connector in this workspace";
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

export const connectorResourceOperations = [listConnectorsOperation, getConnectorOperation];
