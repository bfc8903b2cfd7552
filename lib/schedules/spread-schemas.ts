import { z } from "zod";
import { connectorIdSchema } from "#lib/connectors/names.ts";
import { mostAtOnce } from "./bulk-schemas.ts";

export const spreadBody = z.strictObject({
  connector_ids: z
    .array(connectorIdSchema, { error: "Give a list of connector ids." })
    .min(1, "Name at least one connector.")
    .max(mostAtOnce, "At most 1,000 connectors at once."),
});

/** Why a schedule keeps its time. */
export const leftBecause = [
  "unknown",
  "not_active",
  "not_cron",
  "several_minutes",
  "not_this_week",
  "calm",
] as const;

const count = z.int().min(0);

const minutes = z.object({
  busiest: count.meta({ description: "Runs in the fullest minute of the week" }),
  minutes: z
    .array(count)
    .length(60)
    .meta({ description: "Runs of the week by the minute of the hour that they begin in, UTC" }),
});

export const spreadSchema = z.object({
  items: z.array(
    z.object({
      connector_id: z.string(),
      connector_name: z.string().nullable(),
      timezone: z.string().nullable(),
      before: z.string().nullable().meta({ description: "Its expression" }),
      after: z.string().nullable().meta({ description: "The proposed one; null when it keeps its own" }),
      left_because: z.enum(leftBecause).nullable().meta({
        description:
          "Why it keeps its own: it isn't planned, isn't cron, runs at several minutes or every so many, doesn't run in the week ahead, or no minute of its hours is calmer",
      }),
    }),
  ),
  before: minutes.meta({ description: "The workspace's planned runs of the week ahead" }),
  after: minutes,
});

export type SpreadAnswer = z.output<typeof spreadSchema>;
