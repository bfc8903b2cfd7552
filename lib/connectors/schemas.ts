import { z } from "zod";
import { missedSchema, schedulerSchema } from "#lib/schedules/present.ts";
import { connectorNameSchema, newConnectorIdSchema } from "./names.ts";
import { connectorTypes } from "./slots.ts";

export const credentialsSchema = z
  .record(z.string(), z.json(), { error: "Credentials are an object, such as {}." })
  .meta({ description: "Secret: sealed at once, never returned" });

export const slotsSchema = z
  .record(z.string(), z.json(), { error: "Give the settings of this type as an object." })
  .meta({ description: "The settings of the type; extra keys are kept" });

export const typeSchema = z.enum(connectorTypes, { error: `Must be one of ${connectorTypes.join(", ")}.` });

export const collectionIdSchema = z
  .uuid("Must be the id of a collection.")
  .transform((id) => id.toLowerCase());

export const createConnectorSchema = z.strictObject({
  id: newConnectorIdSchema.nullish().meta({ description: "Yours to choose; a uuid when absent or null" }),
  name: connectorNameSchema,
  type: typeSchema,
  slots: slotsSchema,
  credentials: credentialsSchema.default({}),
  collection_ids: z
    .array(collectionIdSchema)
    .max(1000, "At most 1,000 collections at once.")
    .default([])
    .meta({ description: "Associates in the same transaction; for imed that starts the first run" }),
});

export type CreateConnectorInput = z.output<typeof createConnectorSchema>;

export const schedulerQuerySchema = z.object({
  scheduler_type: z.enum(["imed", "cron", "when"], { error: "Must be imed, cron or when." }).meta({
    description: "imed: when associated with a collection. cron: repeatedly. when: once.",
  }),
  scheduler_value: z.string().optional().meta({
    description:
      "cron: five fields or an alias. when: RFC 3339 instant, or local date-time or date. imed: ignored.",
  }),
  timezone: z.string().optional().meta({ description: "IANA name; the workspace's zone when absent" }),
  missed: missedSchema
    .optional()
    .meta({ description: "After an outage: run once (unless told), or not at all" }),
});

export type SchedulerQuery = z.output<typeof schedulerQuerySchema>;

export const connectorSchema = z.object({
  id: z.string(),
  workspace_id: z.uuid(),
  name: z.string(),
  type: typeSchema,
  slots: slotsSchema,
  has_credentials: z.boolean(),
  scheduler: schedulerSchema,
  collection_ids: z.array(z.uuid()),
  created_by: z.uuid().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export type ConnectorAnswer = z.output<typeof connectorSchema>;

export const associateSchema = z
  .strictObject({
    connector_id: z.string("Name the connector.").min(1, "Name the connector."),
    collection_ids: z
      .array(collectionIdSchema, { error: "Give a list of collection ids." })
      .min(1, "Name at least one collection.")
      .max(1000, "At most 1,000 collections at once.")
      .optional(),
    collection_id: collectionIdSchema.optional().meta({ description: "Instead of collection_ids, for one" }),
  })
  .superRefine((body, context) => {
    if ((body.collection_ids === undefined) === (body.collection_id === undefined)) {
      context.addIssue({
        code: "custom",
        path: ["collection_ids"],
        message: "Give collection_ids or collection_id.",
      });
    }
  });

export const associationSchema = z.object({
  connector_id: z.string(),
  collection_ids: z.array(z.uuid()).meta({ description: "Every collection that the connector is in" }),
  run: z.object({ id: z.uuid(), state: z.literal("queued") }).nullable(),
});
