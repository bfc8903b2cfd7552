import { z } from "zod";
import { connectorIdSchema } from "./names.ts";
import { credentialsSchema, slotsSchema, typeSchema } from "./schemas.ts";

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

export const previewBody = trialBody.extend({
  limit: z
    .int("Enter a whole number.")
    .min(1, "At least one item.")
    .max(50, "At most 50 items.")
    .default(20)
    .meta({ description: "Items at most" }),
});

export type PreviewInput = z.output<typeof previewBody>;

const previewItemSchema = z.object({
  key: z.string().meta({ description: "As a run's items have it" }),
  title: z.string(),
  link: z.string().nullable(),
  kind: z.enum(["content", "skipped", "failed"]).meta({ description: "content: it would be a document" }),
  reason: z.string().optional().meta({ description: "Why it would be skipped, or fail" }),
  mime: z.string().optional(),
  size_bytes: z.int().optional(),
});

export const previewSchema = z.object({
  items: z.array(previewItemSchema).meta({ description: "In the order of a run, as far as it can be told" }),
  estimated_total: z.int().nullable().meta({ description: "Documents in all, where the source tells" }),
  resolved: z.string().nullable().meta({
    description: "What the settings come to: the addresses of a web site, the CQL or JQL of a query",
  }),
  truncated: z.boolean().meta({ description: "Whether the source has more than is shown" }),
  note: z.string().nullable().meta({ description: "Why there is nothing to show, or not all" }),
});

export type PreviewAnswer = z.output<typeof previewSchema>;
