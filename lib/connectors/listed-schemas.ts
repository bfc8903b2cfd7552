import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";
import { runSchema, runStates, runTriggers } from "#lib/runs/schemas.ts";
import { connectorIdSchema, connectorNameSchema } from "./names.ts";
import {
  collectionIdSchema,
  connectorSchema,
  credentialsSchema,
  slotsSchema,
  typeSchema,
} from "./schemas.ts";

const instant = z.iso.datetime();

const lastRunSchema = z.object({
  id: z.uuid(),
  trigger: z.enum(runTriggers),
  state: z.enum(runStates),
  reason: z.string().nullable(),
  counters: runSchema.shape.counters,
  created_at: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
});

/** A connector on its own or in a list: as created, with how it is doing. */
export const listedConnectorSchema = connectorSchema.extend({
  health: z
    .enum(["ok", "needs_credentials"])
    .meta({ description: "needs_credentials: its source refused them; replacing them makes it ok" }),
  last_run: lastRunSchema.nullable().meta({ description: "The run that was asked for last, if any was" }),
  documents: z.int().min(0).meta({ description: "How many documents it holds now" }),
});

export type ListedConnector = z.output<typeof listedConnectorSchema>;

export const workspaceParams = z.object({ workspace_id: z.string().meta({ description: "The workspace" }) });
export const connectorParams = workspaceParams.extend({ connector_id: connectorIdSchema });

export const listConnectorsQuery = z.object({
  q: z.string().trim().max(200).optional().meta({ description: "Part of the name or id, whatever its case" }),
  type: typeSchema.optional(),
  state: z.enum(["active", "waiting_for_collection", "paused", "done"]).optional().meta({
    description: "Of its schedule",
  }),
  health: listedConnectorSchema.shape.health.optional(),
  collection_id: collectionIdSchema.optional().meta({ description: "Connectors in this collection" }),
  ...pageQuery,
});

export const patchConnectorBody = z
  .strictObject({
    name: connectorNameSchema.optional(),
    slots: slotsSchema.optional().meta({ description: "In place of all slots it had; its type stays" }),
    credentials: credentialsSchema.nullable().optional().meta({
      description: "In place of those it had: sealed at once, never returned. null removes them",
    }),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: "Say what to change: name, slots or credentials.",
    when: ({ issues }) => issues.length === 0,
  });

export type ConnectorPatch = z.output<typeof patchConnectorBody>;

export const pauseConnectorBody = z.strictObject({
  reason: z
    .string("A reason is text.")
    .trim()
    .max(500, "A reason has at most 500 characters.")
    .optional()
    .meta({ description: "Shown beside the schedule" }),
});

export const connectorCollectionParams = connectorParams.extend({ collection_id: collectionIdSchema });
