import { z } from "zod";
import { pageQuery, pageSchema } from "#lib/http/cursor.ts";
import { instantFilter } from "#lib/http/instant-filter.ts";

const instant = z.iso.datetime();

/** A document in a list: what is known of it, without its text. */
export const documentSchema = z.object({
  id: z.uuid(),
  connector_id: z.string(),
  connector_name: z.string(),
  title: z.string(),
  link: z.string().nullable().meta({ description: "Where the source shows it" }),
  mime: z.string(),
  size_bytes: z
    .int()
    .min(0)
    .meta({ description: "Of the original bytes, or of the text when none were kept" }),
  has_original: z.boolean().meta({ description: "Whether the original bytes were kept" }),
  file_owner: z.string().nullable(),
  author: z.string().nullable(),
  language: z.string().nullable().meta({ description: "BCP 47" }),
  source_created_at: instant.nullable().meta({ description: "As the source tells it" }),
  source_modified_at: instant.nullable(),
  created_at: instant.meta({ description: "When it was first stored" }),
  updated_at: instant.meta({ description: "When what is stored last changed" }),
  removed_at: instant.nullable().meta({ description: "Since when its source hasn't it; null while it has" }),
  removed_reason: z.string().nullable(),
});

export type ListedDocument = z.output<typeof documentSchema>;

export const documentDetailSchema = documentSchema.extend({
  key: z.string().meta({ description: "The source's own stable key" }),
  sha256: z.string().nullable().meta({ description: "Of the original bytes" }),
  metadata: z.record(z.string(), z.json()).meta({ description: "What else the source told" }),
  collection_ids: z.array(z.uuid()).meta({ description: "Every collection that it is found through" }),
});

export type DocumentDetail = z.output<typeof documentDetailSchema>;

const ranges = z.array(z.tuple([z.int().min(0), z.int().min(0)])).meta({
  description: "Start and end (exclusive) of each match, in UTF-16 code units as JavaScript counts",
});

export const foundDocumentSchema = documentSchema.extend({
  title_matches: ranges,
  highlights: z
    .array(z.object({ text: z.string(), matches: ranges }))
    .meta({ description: "Up to three pieces of its text, as plain text. Not HTML: escape it to show it" }),
});

export type FoundDocument = z.output<typeof foundDocumentSchema>;

export const searchPageSchema = pageSchema(foundDocumentSchema).extend({
  total: z.int().min(0).meta({ description: "How many documents match, counted up to 100,000" }),
});

export const workspaceParams = z.object({ workspace_id: z.string().meta({ description: "The workspace" }) });
export const documentParams = workspaceParams.extend({ document_id: z.uuid() });

const filters = {
  connector_id: z.string().max(128).optional(),
  collection_id: z
    .uuid("Must be the id of a collection.")
    .transform((id) => id.toLowerCase())
    .optional()
    .meta({ description: "Documents of the connectors in this collection" }),
  file_owner: z.string().trim().max(320).optional().meta({ description: "E-mail, whatever its case" }),
  mime: z
    .string()
    .trim()
    .max(200)
    .optional()
    .meta({ description: "Exactly", examples: ["application/pdf"] }),
  updated_since: instantFilter.optional().meta({ description: "RFC 3339 instant, or a date (UTC)" }),
};

export const listDocumentsQuery = z.object({
  q: z.string().trim().max(200).optional().meta({ description: "Part of the title, whatever its case" }),
  ...filters,
  removed: z
    .enum(["true", "false"], { error: "Must be true or false." })
    .transform((value) => value === "true")
    .default(false)
    .meta({ description: "true: those that their source has no longer, and that can be restored" }),
  ...pageQuery,
});

export const searchQuery = z.object({
  q: z
    .string({ error: "Say what to search for." })
    .max(300, "At most 300 characters.")
    .refine((q) => q.trim() !== "", "Say what to search for.")
    .meta({
      description: 'Words, "phrases", -without, or; the last word may be unfinished',
      examples: ["backup -tape"],
    }),
  ...filters,
  ...pageQuery,
});
