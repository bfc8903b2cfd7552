import { z } from "zod";
import { pageSchema } from "#lib/http/cursor.ts";
import { defineOperation } from "#lib/http/operation.ts";
import {
  alertsParams,
  createDestinationSchema,
  deliveryParams,
  deliverySchema,
  destinationParams,
  destinationSchema,
  listDeliveriesQuery,
  listDestinationsQuery,
  patchDestinationSchema,
  withSecretSchema,
} from "./schemas.ts";

const tag = "Alerts";
const destinations = "/v1/workspaces/{workspace_id}/alerts/destinations";
const destination = `${destinations}/{destination_id}` as const;
const deliveries = "/v1/workspaces/{workspace_id}/alerts/deliveries";
const unknown = { 404: "No such destination in this workspace" };

const example = {
  id: "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42",
  type: "webhook",
  address: "https://hooks.example.com/tributary",
  kinds: ["failing" as const, "held_deletions" as const],
  disabled_at: null,
  disabled_reason: null,
  created_at: "2026-11-25T12:00:00.000Z",
};

// No Idempotency-Key: the first answer would have to be kept, and the secret in it is kept nowhere.
export const createDestinationOperation = defineOperation({
  id: "create_alert_destination",
  method: "POST",
  path: destinations,
  tag,
  summary: "Add a destination of alerts",
  description:
    "An e-mail address, or an address that takes signed webhooks (Standard Webhooks). It hears when trouble of a kind begins, and when it is over.",
  access: "alerts.write",
  params: alertsParams,
  body: createDestinationSchema,
  bodyExample: { type: "webhook", address: example.address, kinds: example.kinds },
  success: {
    201: { description: "Added", schema: withSecretSchema, example: { ...example, secret: "whsec_…" } },
  },
  errors: { 409: "There are fifty already" },
});

export const listDestinationsOperation = defineOperation({
  id: "list_alert_destinations",
  method: "GET",
  path: destinations,
  tag,
  summary: "List where alerts go",
  description: "The newest first.",
  access: "alerts.read",
  params: alertsParams,
  query: listDestinationsQuery,
  success: {
    200: {
      description: "A page of destinations",
      schema: pageSchema(destinationSchema),
      example: { items: [example], next_cursor: null },
    },
  },
});

export const patchDestinationOperation = defineOperation({
  id: "update_alert_destination",
  method: "PATCH",
  path: destination,
  tag,
  summary: "Change a destination of alerts",
  description: "What it is told, whether anything goes there, or what signs its messages.",
  access: "alerts.write",
  params: destinationParams,
  body: patchDestinationSchema,
  bodyExample: { kinds: ["failing"], enabled: true },
  success: {
    200: { description: "Changed", schema: withSecretSchema, example: { ...example, secret: null } },
  },
  errors: unknown,
});

export const deleteDestinationOperation = defineOperation({
  id: "delete_alert_destination",
  method: "DELETE",
  path: destination,
  tag,
  summary: "Delete a destination of alerts",
  description: "With its messages, those that wait too.",
  access: "alerts.write",
  params: destinationParams,
  success: { 204: { description: "Deleted" } },
  errors: unknown,
});

export const testDestinationOperation = defineOperation({
  id: "test_alert_destination",
  method: "POST",
  path: `${destination}/test`,
  tag,
  summary: "Send a test to a destination of alerts",
  access: "alerts.write",
  params: destinationParams,
  success: {
    202: {
      description: "On its way; the list of deliveries tells what came of it",
      schema: z.object({ id: z.uuid() }),
      example: { id: example.id },
    },
  },
  errors: unknown,
});

export const listDeliveriesOperation = defineOperation({
  id: "list_alert_deliveries",
  method: "GET",
  path: deliveries,
  tag,
  summary: "List the messages of alerts",
  description: "Of the last 30 days, with each attempt to deliver them; the newest first.",
  access: "alerts.read",
  params: alertsParams,
  query: listDeliveriesQuery,
  success: {
    200: {
      description: "A page of messages",
      schema: pageSchema(deliverySchema),
      example: {
        items: [
          {
            id: "0b6f2f5e-6f0e-4a53-9b1a-5a3f9d1c7e42",
            destination_id: example.id,
            event: "alert.raised" as const,
            kind: "failing" as const,
            connector_id: "docs",
            state: "delivered" as const,
            next_attempt_at: null,
            created_at: example.created_at,
            attempts: [{ at: example.created_at, status: 204, ms: 83, error: null }],
          },
        ],
        next_cursor: null,
      },
    },
  },
});

export const redeliverOperation = defineOperation({
  id: "redeliver_alert",
  method: "POST",
  path: `${deliveries}/{delivery_id}/redeliver`,
  tag,
  summary: "Send a message again",
  description: "With the same id, from the first attempt on.",
  access: "alerts.write",
  params: deliveryParams,
  success: { 202: { description: "On its way" } },
  errors: { 404: "No such message in this workspace" },
});

export const alertOperations = [
  createDestinationOperation,
  listDestinationsOperation,
  patchDestinationOperation,
  deleteDestinationOperation,
  testDestinationOperation,
  listDeliveriesOperation,
  redeliverOperation,
];
