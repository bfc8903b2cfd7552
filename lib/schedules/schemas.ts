import { z } from "zod";
import { connectorIdSchema } from "#lib/connectors/names.ts";
import { collectionIdSchema, typeSchema } from "#lib/connectors/schemas.ts";
import { pageQuery } from "#lib/http/cursor.ts";
import { instantFilter } from "#lib/http/instant-filter.ts";
import { scheduleConditions, scheduleCounters, scheduleStates } from "./filters.ts";
import { scheduleSorts } from "./order.ts";
import { missedSchema } from "./present.ts";

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

const stateFilters = [...new Set([...scheduleStates, ...scheduleConditions, ...scheduleCounters])];

/** What a list shows and what a bulk change takes. */
export const scheduleFilters = {
  q: z.string().trim().max(200).optional().meta({
    description: "Part of the connector's name or id, whatever its case",
  }),
  connector_type: typeSchema.optional(),
  type: z.enum(["imed", "cron", "when"], { error: "Must be imed, cron or when." }).optional(),
  state: z
    .enum(stateFilters, { error: `Must be one of ${stateFilters.join(", ")}.` })
    .optional()
    .meta({
      description:
        "A state, a condition (running, late, failing, needs_credentials), or what a counter of the summary counts",
    }),
  collection_id: collectionIdSchema.optional().meta({ description: "Connectors in this collection" }),
  created_by: z
    .uuid("Must be the id of a user.")
    .transform((id) => id.toLowerCase())
    .optional()
    .meta({ description: "Who created the connector" }),
  next_run_from: instantFilter.optional().meta({ description: "Next run at this instant or later" }),
  next_run_to: instantFilter.optional().meta({ description: "Next run before this instant" }),
  planned_from: instantFilter.optional().meta({
    description:
      "With planned_to: has a run planned in the quarter hours from here on, at this or a later turn of its schedule",
  }),
  planned_to: instantFilter.optional().meta({ description: "At most a week after planned_from" }),
};

const weekMs = 7 * 86_400_000;

/** A stretch of time has two ends. */
export function checkPlanned(
  given: { planned_from?: Date; planned_to?: Date },
  context: z.RefinementCtx,
): void {
  const { planned_from: from, planned_to: to } = given;
  if (from === undefined && to === undefined) return;
  const lengthMs = from && to ? to.getTime() - from.getTime() : 0;
  if (lengthMs > 0 && lengthMs <= weekMs) return;
  const message = "Give planned_from and a later planned_to, at most a week apart.";
  context.addIssue({ code: "custom", path: ["planned_to"], message });
}

const connectorIds = z
  .string()
  .max(12_000, "That is too long: ask for fewer connectors at once.")
  .transform((text) => text.split(","))
  .pipe(z.array(connectorIdSchema).max(200, "At most 200 connectors at once."))
  .optional()
  .meta({
    description: "These connectors, their ids separated by commas: how rows that are shown are kept fresh",
  });

export const listQuery = z
  .object({
    ...scheduleFilters,
    connector_ids: connectorIds,
    sort: z
      .enum(scheduleSorts, { error: `Must be one of ${scheduleSorts.join(", ")}.` })
      .default("next_run")
      .meta({ description: "What has no next run, or never succeeded, comes last in either direction" }),
    order: z.enum(["asc", "desc"], { error: "Must be asc or desc." }).default("asc"),
    locale: z.enum(["en", "pt-BR"]).default("en").meta({ description: "Language of the descriptions" }),
    ...pageQuery,
    // A name of 200 characters takes more room than other lists' cursors.
    cursor: z.string().max(4000).optional().meta({ description: "`next_cursor` of the page before" }),
  })
  .superRefine(checkPlanned);

/** When a connector runs, as far as it changes. */
export const timingFields = {
  scheduler_type: z.enum(["imed", "cron", "when"], { error: "Must be imed, cron or when." }).optional(),
  scheduler_value: value.optional(),
  timezone: zone.optional(),
  missed: missedSchema.optional(),
};

export const patchBody = z
  .strictObject({
    ...timingFields,
    state: z.enum(["active", "paused"]).optional().meta({ description: "paused pauses, active resumes" }),
    pause_reason: z.string().trim().max(500).optional(),
  })
  .refine((body) => Object.keys(body).length > 0, {
    error: "Say what to change.",
    when: ({ issues }) => issues.length === 0,
  });

export type SchedulePatch = z.output<typeof patchBody>;
