import { z } from "zod";

/** What is known about why an item is, or isn't, among a connector's documents. */
export const reasons = [
  /** Among the documents. */
  "stored",
  /** It was, and can be restored. */
  "removed",
  /** What a run said about it. */
  "failed",
  "skipped",
  "deleted",
  /** What the settings say about it. */
  "other_site",
  "other_folder",
  "only_one_page",
  "pattern",
  "odd_address",
  "not_of_this_source",
  /** A run has met it, or knows of it, and hasn't told more. */
  "known_unread",
  /** What the connector's runs say. */
  "running",
  "never_run",
  "last_run_failed",
  /** It was read to its end and didn't name it. */
  "not_found_by_links",
  "not_found_by_listing",
  "no_such_file",
] as const;
export type Reason = (typeof reasons)[number];

export const findingSchema = z.object({
  connector_id: z.string(),
  connector_name: z.string(),
  connector_type: z.string(),
  reason: z.enum(reasons),
  message: z.string().meta({ description: "The reason as a sentence" }),
  detail: z.string().nullable().meta({ description: "What the run, or the setting, said" }),
  document_id: z.uuid().nullable(),
  run_id: z.uuid().nullable().meta({ description: "The run that said so" }),
  at: z.iso.datetime().nullable(),
  in_collection: z
    .boolean()
    .nullable()
    .meta({ description: "Whether the connector is in the collection that was asked about" }),
});
export type Finding = z.output<typeof findingSchema>;

export const explanationSchema = z.object({
  asked: z.string(),
  found: z.boolean().meta({ description: "Whether a document is there, where it was asked for" }),
  findings: z.array(findingSchema).meta({ description: "By connector, what tells most first; 20 at most" }),
});
export type Explanation = z.output<typeof explanationSchema>;

export const explainParams = z.object({ workspace_id: z.string().meta({ description: "The workspace" }) });

export const explainQuery = z.object({
  item: z
    .string({ error: "Give the item's link, or its key." })
    .trim()
    .min(1, "Give the item's link, or its key.")
    .max(4096, "At most 4,096 characters.")
    .meta({
      description: "Its link at the source, or its key",
      examples: ["https://docs.example.com/guide/old"],
    }),
  connector_id: z.string().max(200).optional().meta({ description: "Ask about this connector alone" }),
  collection_id: z
    .uuid("Must be the id of a collection.")
    .transform((id) => id.toLowerCase())
    .optional()
    .meta({ description: "Ask whether it is found through this collection" }),
});
export type ExplainQuery = z.output<typeof explainQuery>;
