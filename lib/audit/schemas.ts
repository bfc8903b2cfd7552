import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";

export const auditEntrySchema = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z
    .object({
      type: z.enum(["user", "token", "system"]),
      id: z.uuid().nullable(),
      name: z.string().nullable().meta({ description: "The person's or the token's" }),
      email: z.string().nullable().meta({ description: "The person's, or the token's maker's" }),
    })
    .meta({ description: "Who did it" }),
  action: z.string().meta({ description: "Target and verb, such as connector.create" }),
  target_type: z.string(),
  target_id: z.string(),
  details: z.record(z.string(), z.json()).meta({ description: "What changed, without secrets" }),
  request_id: z.string().nullable().meta({ description: "As the answer's X-Request-Id" }),
});

export type AuditLogEntry = z.output<typeof auditEntrySchema>;

const instantSchema = z
  .string()
  // A plus that wasn't encoded arrives as a space.
  .transform((text) => text.replace(/ (?=\d\d:\d\d$)/, "+"))
  .pipe(
    z.iso.datetime({ offset: true, error: "Give an instant with its offset, such as 2026-11-24T00:00:00Z." }),
  )
  .transform((text) => new Date(text));

export const auditLogParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });

export const auditLogQuery = z.object({
  actor_id: z
    .uuid("Must be the id of a user or of a token.")
    .optional()
    .meta({ description: "A user or a token" }),
  action: z
    .string()
    .max(100)
    .optional()
    .meta({ examples: ["connector.create"] }),
  target_type: z
    .string()
    .max(100)
    .optional()
    .meta({ examples: ["connector"] }),
  target_id: z.string().max(200).optional(),
  since: instantSchema.optional().meta({ description: "RFC 3339; that instant and later" }),
  until: instantSchema.optional().meta({ description: "RFC 3339; before that instant" }),
  ...pageQuery,
});

export type AuditLogFilter = z.output<typeof auditLogQuery>;
