import { z } from "zod";
import { roles } from "#lib/auth/permissions.ts";
import { isTimeZone } from "#lib/schedules/zone.ts";

const nameSchema = z
  .string("Give the workspace a name.")
  .trim()
  .min(1, "Give the workspace a name.")
  .max(100, "A name has at most 100 characters.");

const timeZoneSchema = z
  .string("Give an IANA name such as America/Sao_Paulo or Etc/UTC.")
  .refine(isTimeZone, "Not a known time zone. Use an IANA name such as America/Sao_Paulo or Etc/UTC.")
  .meta({ description: "IANA name; the default of new schedules", examples: ["America/Sao_Paulo"] });

const days = "Give a whole number of days from 1 to 3650.";
const retentionSchema = z
  .int(days)
  .min(1, days)
  .max(3650, days)
  .meta({ description: "Days for which removed documents can be restored" });

export const createWorkspaceSchema = z.strictObject({
  name: nameSchema,
  time_zone: timeZoneSchema.default("Etc/UTC"),
});

export type NewWorkspace = z.output<typeof createWorkspaceSchema>;

export const patchWorkspaceSchema = z
  .strictObject({
    name: nameSchema.optional(),
    time_zone: timeZoneSchema.optional(),
    retention_days: retentionSchema.optional(),
  })
  .refine((body) => Object.keys(body).length > 0, "Say what to change.");

export type WorkspacePatch = z.output<typeof patchWorkspaceSchema>;

export const workspaceSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  time_zone: z.string(),
  retention_days: z.int().meta({ description: "Days for which removed documents can be restored" }),
  role: z.enum(roles).meta({ description: "Yours" }),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});

export type PresentedWorkspace = z.output<typeof workspaceSchema>;

export const workspaceParams = z.object({ workspace_id: z.uuid().meta({ description: "The workspace" }) });

export const deleteWorkspaceQuery = z.object({
  confirm: z
    .string("Repeat the workspace's name.")
    .meta({ description: "The workspace's name, as a proof that it is meant" }),
});
