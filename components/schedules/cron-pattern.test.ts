import { expect, it } from "vitest";
import { type CronPattern, readPattern, switchPattern, writePattern } from "./cron-pattern.ts";

it.each<[string, CronPattern]>([
  ["7 * * * *", { every: "hour", minute: 7 }],
  ["30 6 * * *", { every: "day", minute: 30, hour: 6 }],
  ["0 9 * * 1-5", { every: "weekday", minute: 0, hour: 9 }],
  ["0 9 * * 0,3", { every: "week", minute: 0, hour: 9, days: [0, 3] }],
  ["15 23 1 * *", { every: "month", minute: 15, hour: 23, day: 1 }],
])("%s is a pattern, and is written as it was", (expression, pattern) => {
  expect(readPattern(` ${expression} `)).toEqual(pattern);
  expect(writePattern(pattern)).toBe(expression);
});

it.each([
  "*/15 * * * *",
  "0 9 13 * 5",
  "0 9 1 1 *",
  "0 9 * *",
  "0 9 * * MON",
  "@daily",
  "60 * * * *",
  "",
  "7 * 1 * *",
])("%j needs writing", (expression) => {
  expect(readPattern(expression)).toBeUndefined();
});

it("keeps what two patterns share", () => {
  const weekly: CronPattern = { every: "week", minute: 5, hour: 22, days: [2, 4] };
  expect(switchPattern(weekly, "day")).toEqual({ every: "day", minute: 5, hour: 22 });
  expect(switchPattern(weekly, "hour")).toEqual({ every: "hour", minute: 5 });
  expect(switchPattern({ every: "hour", minute: 5 }, "month")).toEqual({
    every: "month",
    minute: 5,
    hour: 6,
    day: 1,
  });
  expect(switchPattern(undefined, "week")).toEqual({ every: "week", minute: 7, hour: 6, days: [1] });
});
