import { expect, it } from "vitest";
import {
  draftOf,
  readMoment,
  type ScheduleDraft,
  type StoredSchedule,
  scheduleToSend,
  usualCron,
} from "./schedule-draft.ts";

const draft: ScheduleDraft = {
  scheduler_type: "imed",
  cron: " 7 6 * * 1-5 ",
  when: "2027-03-01T09:00",
  occurrence: "first",
  timezone: "America/New_York",
  missed: "run_once",
};

it.each<[Partial<ScheduleDraft>, object]>([
  [{ scheduler_type: "imed" }, {}],
  [{ scheduler_type: "cron" }, { scheduler_value: "7 6 * * 1-5" }],
  [{ scheduler_type: "when" }, { scheduler_value: "2027-03-01T09:00" }],
  [{ scheduler_type: "when", occurrence: "second" }, { scheduler_value: "2027-03-01T09:00" }],
  [{ scheduler_type: "when", when: "2026-11-01T01:30" }, { scheduler_value: "2026-11-01T01:30" }],
  [
    { scheduler_type: "when", when: "2026-11-01T01:30", occurrence: "second" },
    { scheduler_value: "2026-11-01T06:30:00.000Z" },
  ],
])("sends %j", (change, sent) => {
  const { scheduler_type } = { ...draft, ...change };
  expect(scheduleToSend({ ...draft, ...change })).toEqual({
    scheduler_type,
    timezone: "America/New_York",
    ...sent,
  });
});

it.each([
  ["2026-07-01T09:00", { kind: "once", first: new Date("2026-07-01T13:00Z") }],
  ["2027-03-14T02:30", { kind: "skipped", first: new Date("2027-03-14T07:00Z") }],
  [
    "2026-11-01T01:30",
    { kind: "twice", first: new Date("2026-11-01T05:30Z"), second: new Date("2026-11-01T06:30Z") },
  ],
  ["", undefined],
  ["2026-13-40T09:00", undefined],
])("reads %s on the clocks of New York", (when, moment) => {
  expect(readMoment(when, "America/New_York")).toEqual(moment);
});

it.each<[StoredSchedule["type"], string | null, Partial<ScheduleDraft>]>([
  ["imed", null, { cron: usualCron, when: "", occurrence: "first" }],
  ["cron", "*/5 * * * *", { cron: "*/5 * * * *" }],
  ["when", "2027-03-01T14:00:00.000Z", { when: "2027-03-01T09:00", occurrence: "first" }],
  ["when", "2026-11-01T05:30:00.000Z", { when: "2026-11-01T01:30", occurrence: "first" }],
  ["when", "2026-11-01T06:30:00.000Z", { when: "2026-11-01T01:30", occurrence: "second" }],
])("a kept %s at %s begins a form that says the same", (type, value, expected) => {
  const begun = draftOf({ type, value, timezone: "America/New_York", missed: "skip" });
  expect(begun).toMatchObject({
    scheduler_type: type,
    timezone: "America/New_York",
    missed: "skip",
    ...expected,
  });
});
