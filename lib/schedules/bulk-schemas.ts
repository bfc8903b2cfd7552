import { z } from "zod";
import { connectorIdSchema } from "#lib/connectors/names.ts";
import { scheduleSchema } from "./present.ts";
import { checkPlanned, scheduleFilters, timingFields } from "./schemas.ts";

export const bulkActions = ["pause", "resume", "run_now", "reschedule", "delete"] as const;
export type BulkAction = (typeof bulkActions)[number];

/** How many connectors one request changes. */
export const mostAtOnce = 1000;

const filter = z
  .strictObject(scheduleFilters)
  .superRefine(checkPlanned)
  .refine((given) => Object.values(given).some((value) => value !== undefined), {
    error: "Name at least one filter, such as state, so that nothing happens to all by mistake.",
    when: ({ issues }) => issues.length === 0,
  });

export const bulkBody = z
  .strictObject({
    action: z.enum(bulkActions, { error: `Must be one of ${bulkActions.join(", ")}.` }),
    connector_ids: z
      .array(connectorIdSchema, { error: "Give a list of connector ids." })
      .min(1, "Name at least one connector.")
      .max(mostAtOnce, "At most 1,000 connectors at once.")
      .optional(),
    schedules: z
      .array(
        z.strictObject({
          connector_id: connectorIdSchema,
          scheduler_value: timingFields.scheduler_value.unwrap(),
        }),
      )
      .min(1, "Name at least one connector.")
      .max(mostAtOnce, "At most 1,000 connectors at once.")
      .optional()
      .meta({ description: "Instead of connector_ids, for reschedule: each with a value of its own" }),
    filter: filter.optional().meta({
      description: `Instead of connector_ids: the filters of the list. Takes ${mostAtOnce} connectors, and answers next_cursor when there are more`,
    }),
    cursor: z
      .string()
      .max(1000)
      .optional()
      .meta({ description: "With filter: next_cursor of the answer before" }),
    reason: z
      .string("A reason is text.")
      .trim()
      .max(500, "A reason has at most 500 characters.")
      .optional()
      .meta({ description: "For pause: shown beside the schedule" }),
    ...timingFields,
    dry_run: z
      .boolean("Must be true or false.")
      .default(false)
      .meta({ description: "Tells exactly what would happen, and changes nothing" }),
  })
  .superRefine((body, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    const targets = [body.connector_ids, body.schedules, body.filter].filter((given) => given !== undefined);
    if (targets.length !== 1) wrong("connector_ids", "Give connector_ids, schedules or filter.");
    if (body.schedules && body.action !== "reschedule") wrong("schedules", "Goes with reschedule only.");
    if (body.schedules && body.scheduler_value !== undefined) {
      wrong("scheduler_value", "Each of schedules has its own.");
    }
    if (body.cursor !== undefined && body.filter === undefined) wrong("cursor", "Goes with filter only.");
    if (body.reason !== undefined && body.action !== "pause") wrong("reason", "Goes with pause only.");
    const timing = (Object.keys(timingFields) as (keyof typeof timingFields)[]).filter(
      (key) => body[key] !== undefined,
    );
    if (body.action !== "reschedule") for (const key of timing) wrong(key, "Goes with reschedule only.");
    else if (timing.length === 0 && !body.schedules)
      wrong("scheduler_value", "Say what to change: type, value, timezone or missed.");
  });

export type BulkInput = z.output<typeof bulkBody>;

const timed = scheduleSchema.pick({
  type: true,
  value: true,
  timezone: true,
  missed: true,
  state: true,
  next_run_at: true,
  description: true,
});

const bulkItem = z.object({
  connector_id: z.string(),
  connector_name: z.string().nullable(),
  outcome: z.enum(["changed", "unchanged", "refused"]),
  reason: z.string().nullable().meta({ description: "Why it was refused or is unchanged" }),
  before: timed.nullable(),
  after: timed.nullable().meta({ description: "null when it was refused or is gone" }),
  run_id: z.uuid().nullable().meta({ description: "run_now: the run that was queued" }),
  documents: z.int().min(0).nullable().meta({ description: "delete: how many documents go with it" }),
});

export const bulkSchema = z.object({
  dry_run: z.boolean(),
  changed: z.int().min(0),
  unchanged: z.int().min(0),
  refused: z.int().min(0),
  items: z.array(bulkItem),
  next_cursor: z.string().nullable().meta({ description: "With filter: there are more connectors" }),
});

export type BulkItem = z.output<typeof bulkItem>;
export type BulkAnswer = z.output<typeof bulkSchema>;
