import { expect, it } from "vitest";
import { endOfDay, startOfDay } from "./day.ts";

it.each([
  ["2026-11-25", "America/Sao_Paulo", "2026-11-25T03:00:00.000Z", "2026-11-26T03:00:00.000Z"],
  ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z", "2026-10-25T23:00:00.000Z"],
  ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"],
  ["2026-12-31", "Etc/UTC", "2026-12-31T00:00:00.000Z", "2027-01-01T00:00:00.000Z"],
])("%s in %s", (day, zone, start, end) => {
  expect(startOfDay(day, zone).toISOString()).toBe(start);
  expect(endOfDay(day, zone).toISOString()).toBe(end);
});
