import { z } from "zod";
import { pageQuery, pageSchema } from "#lib/http/cursor.ts";

export const filesParams = z.object({ workspace_id: z.string(), connector_id: z.string() });
export const fileParams = filesParams.extend({ file_id: z.string() });
export const filesQuery = z.object(pageQuery);

const trueOrFalse = z
  .enum(["true", "false"], { error: "Must be true or false." })
  .transform((value) => value === "true");

export const addFilesQuery = z.object({
  replace: trueOrFalse.default(false).meta({
    description: "true: a file whose name exists takes its place; else it is refused with 409",
  }),
});

export const fileSchema = z.object({
  id: z.uuid(),
  connector_id: z.string(),
  name: z.string(),
  mime: z.string().meta({ description: "As it was declared; the document holds what the content is" }),
  size_bytes: z.int(),
  sha256: z.string(),
  uploaded_by: z.string().nullable().meta({ description: "E-mail, while that user is a member" }),
  uploaded_at: z.iso.datetime(),
  state: z.enum(["waiting", "read", "skipped", "failed"]).meta({
    description:
      "waiting: a run will read it. read: it is a document. skipped: `reason` says why it has no text. failed: `reason` says why it couldn't be read; the next run tries again",
  }),
  reason: z.string().nullable(),
  document_id: z.uuid().nullable(),
});

export type UploadedFile = z.output<typeof fileSchema>;

export const filePageSchema = pageSchema(fileSchema);

const fileResultSchema = z.discriminatedUnion("result", [
  z.object({ result: z.enum(["added", "replaced", "unchanged"]), name: z.string(), file: fileSchema }),
  z.object({
    result: z.literal("refused"),
    name: z.string(),
    status: z.int().meta({ description: "What this file alone would have been answered: 400, 409 or 413" }),
    message: z.string(),
  }),
]);

export const addedFilesSchema = z.object({
  files: z.array(fileResultSchema).meta({ description: "One result per file, in the order sent" }),
});
