import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";

const name = z
  .string("Give the collection a name.")
  .trim()
  .min(1, "Give the collection a name.")
  .max(200, "A name has at most 200 characters.")
  .meta({ description: "Unique in the workspace, whatever its case", examples: ["Product"] });

const description = z
  .string("A description is text.")
  .trim()
  .max(2000, "A description has at most 2,000 characters.");

export const createCollectionBody = z.strictObject({ name, description: description.default("") });
export type NewCollection = z.output<typeof createCollectionBody>;

export const patchCollectionBody = z
  .strictObject({ name: name.optional(), description: description.optional() })
  .refine((body) => Object.keys(body).length > 0, {
    error: "Say what to change: name or description.",
    when: ({ issues }) => issues.length === 0,
  });
export type CollectionPatch = z.output<typeof patchCollectionBody>;

const count = z.int().min(0);

export const collectionSchema = z.object({
  id: z.uuid(),
  workspace_id: z.uuid(),
  name: z.string(),
  description: z.string(),
  connectors: count.meta({ description: "How many connectors are in it" }),
  documents: count.meta({ description: "How many documents they hold now" }),
  created_by: z.uuid().nullable(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type PresentedCollection = z.output<typeof collectionSchema>;

export const workspaceParams = z.object({ workspace_id: z.string().meta({ description: "The workspace" }) });
export const collectionParams = workspaceParams.extend({ collection_id: z.uuid() });

export const listCollectionsQuery = z.object({
  q: z.string().trim().max(200).optional().meta({ description: "Part of the name, whatever its case" }),
  ...pageQuery,
});
