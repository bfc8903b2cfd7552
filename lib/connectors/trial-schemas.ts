import { z } from "zod";
import { connectorIdSchema, credentialsSchema, slotsSchema, typeSchema } from "./schemas.ts";

export const trialBody = z.strictObject({
  type: typeSchema,
  slots: slotsSchema,
  credentials: credentialsSchema.nullable().optional().meta({
    description:
      "Used for this alone: neither kept nor returned. null: none, also when the connector has some",
  }),
  connector_id: connectorIdSchema.nullish().meta({
    description:
      "The connector that is being edited: its stored credentials are used when none are given, for the address that they were given for",
  }),
});

export type TrialInput = z.output<typeof trialBody>;

export const checkSchema = z.object({
  ok: z.boolean().meta({ description: "Whether every stage is" }),
  stages: z
    .array(
      z.object({
        stage: z.enum(["reachable", "signed_in", "may_read", "sample"]),
        ok: z.boolean(),
        message: z.string().meta({ description: "What was found, or what is wrong and what to do" }),
        path: z.string().optional().meta({ description: "The field that would put it right" }),
      }),
    )
    .meta({ description: "In the order tried; after one that failed, none is tried" }),
});

export type CheckAnswer = z.output<typeof checkSchema>;
