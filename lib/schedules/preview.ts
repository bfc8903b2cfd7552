import { invalid } from "#lib/errors.ts";
import { type DescriptionLocale, describeSchedule } from "./describe.ts";
import { nextInstants } from "./next.ts";
import { parseSchedule } from "./parse.ts";

export type PreviewInput = {
  scheduler_type: string;
  scheduler_value?: string;
  timezone: string;
  count: number;
  locale?: DescriptionLocale;
};

export type Preview = { description: string; timezone: string; instants: string[] };

/**
 * A schedule in words and its next instants (RFC 3339, UTC), from the code that dispatches.
 * @throws AppError `invalid` naming every wrong field
 */
export function previewSchedule(input: PreviewInput, now: Date): Preview {
  const parsed = parseSchedule({ ...input, now });
  if (!parsed.ok) throw invalid(parsed.errors);
  const { schedule } = parsed;
  return {
    description: describeSchedule(schedule, input.locale),
    timezone: schedule.timezone,
    instants: nextInstants(schedule, now, input.count).map((instant) => instant.toISOString()),
  };
}
