import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";
import { runSchema, runStates, runTriggers } from "#lib/runs/schemas.ts";
import { collectionIdSchema, connectorIdSchema, connectorSchema, typeSchema } from "./schemas.ts";

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
