import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";
import { outcomes } from "./outcome.ts";

export const runStates = [
  "queued",
  "running",
  "succeeded",
  "partial",
  "failed",
  "cancelled",
  "skipped",
  "interrupted",
] as const;
export const runTriggers = ["schedule", "association", "manual", "retry", "upload"] as const;
const itemOutcomes = outcomes.filter((outcome) => outcome !== "unchanged");

const instant = z.iso.datetime();
const count = z.int().min(0);

export const runSchema = z.object({
  id: z.uuid(),
  connector_id: z.string(),
  connector_name: z.string(),
  trigger: z.enum(runTriggers),
  state: z.enum(runStates),
  reason: z
    .string()
    .nullable()
    .meta({ description: "Why it failed, was skipped or waits, or what to look at" }),
  scheduled_for: instant
    .nullable()
    .meta({ description: "The planned instant, when a schedule asked for it" }),
  not_before: instant.nullable().meta({ description: "It waits until then: the source asked for it" }),
  created_by: z.uuid().nullable(),
  created_by_name: z.string().nullable().meta({ description: "Of the member who asked for it" }),
  retry_of: z.uuid().nullable().meta({ description: "The run whose failed items it reads again" }),
  cancel_requested: z.boolean(),
  cancelled_by_name: z.string().nullable().meta({ description: "Of the member who asked to cancel it" }),
  attempt: count.meta({ description: "How often a worker took it: more than 1 after an interruption" }),
  counters: z
    .object({
      discovered: count,
      added: count,
      updated: count,
      unchanged: count,
      deleted: count,
      skipped: count,
      failed: count,
    })
    .meta({ description: "discovered is the sum of the others, at every moment" }),
  progress: z
    .object({
      stage: z.string().nullable(),
      current_item: z.string().nullable(),
      estimated_total: count.nullable(),
      items_per_second: z.number(),
    })
    .nullable()
    .meta({ description: "While it runs" }),
  times: z
    .object({ waiting_ms: count, reading_ms: count, storing_ms: count, deleting_ms: count })
    .meta({ description: "Until a worker took it; with its source; storing; deciding about deletions" }),
  created_at: instant,
  started_at: instant.nullable(),
  finished_at: instant.nullable(),
});

export type PresentedRun = z.output<typeof runSchema>;

export const runItemSchema = z.object({
  key: z.string().meta({ description: "The source's own stable key" }),
  outcome: z.enum(itemOutcomes),
  reason: z.string().nullable(),
  title: z.string().nullable(),
  link: z.string().nullable(),
  document_id: z.uuid().nullable(),
  size_bytes: count.nullable(),
  duration_ms: count.nullable(),
  at: instant,
});

export const heldDeletionSchema = z.object({
  id: z.uuid(),
  connector_id: z.string(),
  connector_name: z.string(),
  run_id: z.uuid(),
  state: z.enum(["held", "approved", "kept", "superseded"]),
  reason: z.string(),
  documents: count.meta({ description: "Documents that would be deleted" }),
  live_documents: count.meta({ description: "Documents that the connector had when the run ended" }),
  created_at: instant,
  decided_at: instant.nullable(),
  decided_by: z.uuid().nullable(),
  decided_by_name: z.string().nullable(),
});

export type PresentedHeldDeletion = z.output<typeof heldDeletionSchema>;

export const heldDeletionDetailSchema = heldDeletionSchema.extend({
  sample: z
    .array(
      z.object({
        document_id: z.uuid(),
        title: z.string(),
        link: z.string().nullable(),
        reason: z.string(),
      }),
    )
    .meta({ description: "Up to 20 of the documents, while nobody has decided" }),
});

export const restoredDocumentSchema = z.object({
  id: z.uuid(),
  connector_id: z.string(),
  title: z.string(),
  link: z.string().nullable(),
  removed_at: z.null(),
});

const workspaceId = z.string().meta({ description: "The workspace" });

export const workspaceParams = z.object({ workspace_id: workspaceId });
export const connectorParams = workspaceParams.extend({ connector_id: z.string() });
export const runParams = workspaceParams.extend({ run_id: z.uuid() });
export const heldDeletionParams = workspaceParams.extend({ held_deletion_id: z.uuid() });
export const documentParams = workspaceParams.extend({ document_id: z.uuid() });

export const retryBody = z.strictObject({
  keys: z
    .array(z.string().max(8192))
    .min(1, "Name at least one item, or leave keys out to read all that failed.")
    .max(1000, "At most 1,000 items at once; leave keys out to read all that failed.")
    .optional()
    .meta({ description: "Items that failed, by their keys; all that failed when absent" }),
});

const filters = {
  state: z.enum(runStates).optional(),
  trigger: z.enum(runTriggers).optional(),
};
export const listRunsQuery = z.object({ connector_id: z.string().optional(), ...filters, ...pageQuery });
export const listConnectorRunsQuery = z.object({ ...filters, ...pageQuery });
export const listRunItemsQuery = z.object({ outcome: z.enum(itemOutcomes).optional(), ...pageQuery });
export const listHeldDeletionsQuery = z.object({
  state: z.enum(["held", "approved", "kept", "superseded"]).optional(),
  connector_id: z.string().optional(),
  ...pageQuery,
});
