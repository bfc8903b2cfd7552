import { z } from "zod";
import { pageQuery } from "#lib/http/cursor.ts";

const zone = z
  .string()
  .max(64)
  .meta({ description: "IANA name", examples: ["America/Sao_Paulo"] });
const value = z
  .string()
  .max(256)
  .meta({
    description:
      "cron: five fields or an alias such as @daily. when: an RFC 3339 instant, or a local date or date-time of the time zone. imed: ignored.",
    examples: ["0 6 * * 1-5"],
  });
const counted = "Give a whole number from 1 to 100.";

export const previewQuery = z.object({
  scheduler_type: z
    .string({ error: "Must be imed, cron or when." })
    .max(10)
    .meta({ description: "imed, cron or when", examples: ["cron"] }),
  scheduler_value: value.optional(),
  timezone: zone.default("Etc/UTC"),
  count: z.coerce.number({ error: counted }).int(counted).min(1, counted).max(100, counted).default(5),
  locale: z.enum(["en", "pt-BR"]).default("en").meta({ description: "Language of the description" }),
});

export const previewSchema = z.object({
  description: z.string(),
  timezone: z.string(),
  instants: z.array(z.iso.datetime()).meta({ description: "The next instants, UTC; none for imed" }),
});

export const scheduleParams = z.object({ workspace_id: z.string(), connector_id: z.string() });

export const listQuery = z.object({
  state: z.enum(["active", "waiting_for_collection", "paused", "done"]).optional(),
  type: z.enum(["imed", "cron", "when"]).optional(),
  ...pageQuery,
});

export const patchBody = z
  .strictObject({
    scheduler_type: z.enum(["imed", "cron", "when"]).optional(),
    scheduler_value: value.optional(),
    timezone: zone.optional(),
    missed: z.enum(["run_once", "skip"]).optional(),
    state: z.enum(["active", "paused"]).optional().meta({ description: "paused pauses, active resumes" }),
    pause_reason: z.string().trim().max(500).optional(),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: "Say what to change.",
    when: ({ issues }) => issues.length === 0,
  });

export type SchedulePatch = z.output<typeof patchBody>;
