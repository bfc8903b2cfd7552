import { instantOf, type LocalTimeKind, wallClock } from "#lib/schedules/local-time.ts";

/** A schedule as a form holds it: each kind keeps its own value while another is chosen. */
export type ScheduleDraft = {
  scheduler_type: "imed" | "cron" | "when";
  cron: string;
  /** Date and time on the clocks of `timezone`, as `datetime-local` has it. */
  when: string;
  /** Which one is meant where the clocks show `when` twice. */
  occurrence: "first" | "second";
  timezone: string;
  missed: "run_once" | "skip";
};

/** A schedule as the doors take it. */
export type ScheduleInput = { scheduler_type: string; scheduler_value?: string; timezone: string };

/** What a form's schedule says to the doors. */
export function scheduleToSend(draft: ScheduleDraft): ScheduleInput {
  const { scheduler_type, cron, when, timezone } = draft;
  if (scheduler_type === "imed") return { scheduler_type, timezone };
  if (scheduler_type === "cron") return { scheduler_type, scheduler_value: cron.trim(), timezone };
  const moment = draft.occurrence === "second" ? readMoment(when, timezone) : undefined;
  return { scheduler_type, scheduler_value: moment?.second?.toISOString() ?? when, timezone };
}

export type Moment = {
  kind: LocalTimeKind;
  first: Date;
  /** Where the clocks show it twice. */
  second?: Date;
};

/** Which instants a date and time on the clocks of a zone are; undefined while it can't be read. */
export function readMoment(when: string, zone: string): Moment | undefined {
  const wallMs = Date.parse(`${when}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(when) || Number.isNaN(wallMs)) return undefined;
  const { instantMs, kind, laterMs } = instantOf(wallMs, zone);
  return {
    kind,
    first: new Date(instantMs),
    ...(laterMs === undefined ? {} : { second: new Date(laterMs) }),
  };
}

/** A schedule as it is kept. */
export type StoredSchedule = {
  type: ScheduleDraft["scheduler_type"];
  value: string | null;
  timezone: string;
  missed: ScheduleDraft["missed"];
};

/** A kept schedule as a form begins with it. */
export function draftOf({ type, value, timezone, missed }: StoredSchedule): ScheduleDraft {
  return {
    scheduler_type: type,
    cron: type === "cron" ? (value ?? "") : usualCron,
    ...(type === "when" && value !== null
      ? kept(new Date(value), timezone)
      : { when: "", occurrence: "first" }),
    timezone,
    missed,
  };
}

/** Each morning, at a minute when little else runs. */
export const usualCron = "7 6 * * *";

function kept(at: Date, zone: string): Pick<ScheduleDraft, "when" | "occurrence"> {
  const when = localText(at, zone);
  const isSecond = readMoment(when, zone)?.second?.getTime() === at.getTime();
  return { when, occurrence: isSecond ? "second" : "first" };
}

/** An instant as `datetime-local` has it, on the clocks of a zone. */
export function localText(at: Date, zone: string): string {
  return new Date(wallClock(at.getTime(), zone)).toISOString().slice(0, 16);
}
