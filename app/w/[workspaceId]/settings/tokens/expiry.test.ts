import { expect, it } from "vitest";
import { expiryOf, isOver } from "./expiry.ts";

const now = new Date(2026, 10, 25, 12);

it.each([
  ["30", "", new Date(now.getTime() + 30 * 24 * 3600 * 1000).toISOString()],
  ["never", "2026-12-01", null],
  ["date", "2026-12-01", new Date(2026, 11, 1, 23, 59, 59).toISOString()],
])("lasting %s %s, it ends at %s", (lifetime, day, end) => {
  expect(expiryOf(lifetime, day, now)).toBe(end);
});

it.each([
  ["2026-11-24", true],
  ["2026-11-25", false],
  ["2027-01-01", false],
  ["", true],
])("%s is over: %s", (day, over) => {
  expect(isOver(day, now)).toBe(over);
});
