import { z } from "zod";

/** What may want a person, what is worst first. */
export const attentionKinds = [
  "needs_credentials",
  "failing",
  "held_deletions",
  "stalled",
  "waiting_for_collection",
] as const;
export type AttentionKind = (typeof attentionKinds)[number];

/** Of a kind no more are counted: whoever has a thousand needs no exact figure, and counting stays cheap. */
export const countedAtMost = 1000;

const count = z.int().min(0);

export const attentionItemSchema = z.object({
  kind: z.enum(attentionKinds).meta({
    description:
      "needs_credentials: its source refused them. failing: its last run failed. held_deletions: a decision is due. stalled: planned, or queued, and nothing happens. waiting_for_collection: it runs once it is in one.",
  }),
  connector_id: z.string(),
  connector_name: z.string(),
  connector_type: z.string(),
  since: z.iso.datetime().nullable(),
  reason: z.string().nullable().meta({ description: "What the run said, where one did" }),
  failures: count.meta({ description: "Runs of the connector that failed in a row" }),
  run_id: z.uuid().nullable().meta({ description: "The run to look at" }),
  held_deletion_id: z.uuid().nullable(),
  documents: count.nullable().meta({ description: "Documents that a held deletion is about" }),
});
export type AttentionItem = z.output<typeof attentionItemSchema>;

export const attentionSchema = z.object({
  total: count,
  counts: z
    .record(z.enum(attentionKinds), count)
    .meta({ description: `Of each kind, ${countedAtMost} at most` }),
  items: z.array(attentionItemSchema).meta({ description: "Of each kind the latest, by kind" }),
});
export type Attention = z.output<typeof attentionSchema>;

export const attentionParams = z.object({ workspace_id: z.string().meta({ description: "The workspace" }) });

export const attentionQuery = z.object({
  connector_id: z.string().max(200).optional().meta({ description: "What this connector wants alone" }),
  limit: z.coerce.number().int().min(1).max(50).default(5).meta({ description: "Items of each kind" }),
});
export type AttentionFilter = z.output<typeof attentionQuery>;
