import { z } from "zod";
import { runStates } from "#lib/runs/schemas.ts";
import { isTimeZone } from "./zone.ts";

const count = z.int().min(0);
const instant = z.iso.datetime();

export const summaryQuery = z.object({
  timezone: z
    .string()
    .max(64)
    .refine(isTimeZone, {
      error: ({ input }) =>
        `“${input}” is not a known time zone. Use an IANA name such as America/Sao_Paulo or Etc/UTC.`,
    })
    .optional()
    .meta({
      description: "Of the heat map; the workspace's zone when absent",
      examples: ["America/Sao_Paulo"],
    }),
});

const bucket = z.object({ from: instant.meta({ description: "A quarter hour, UTC" }) });

export const summarySchema = z.object({
  at: instant,
  total: count,
  counters: z
    .object({
      needs_attention: count.meta({ description: "Failing, late or without credentials, and not paused" }),
      running: count.meta({ description: "A run is under way or waits for a worker" }),
      due_within_hour: count,
      paused_or_waiting: count,
    })
    .meta({ description: "Each is a state that the list filters by" }),
  overdue: count.meta({ description: "Planned more than a minute ago and not dispatched" }),
  orphans: z.object({ count, at: instant }).nullable().meta({
    description:
      "Schedules without their job and jobs without their schedule, in the whole installation, that the last reconciliation found: 0 by design. null before the first",
  }),
  next_24_hours: z
    .array(bucket.extend({ schedules: count, runs: count }))
    .meta({ description: "96 quarter hours, the present one first: how many schedules fire, and how often" }),
  past_24_hours: z.array(bucket.extend({ runs: z.partialRecord(z.enum(runStates), count) })).meta({
    description: "96 quarter hours, the present one last: runs that came up then, by the state they have now",
  }),
  week: z.object({
    timezone: z.string(),
    from: instant,
    to: instant,
    hours: z.array(z.array(count).length(24)).length(7).meta({
      description: "Planned runs by day of the week (Monday first) and hour of the day, in this time zone",
    }),
  }),
  forecast: z
    .object({ schedules: count, of: count, truncated: z.boolean() })
    .meta({ description: "How many of the planned schedules the forecast counts; truncated: not all" }),
});

export type Summary = z.output<typeof summarySchema>;
