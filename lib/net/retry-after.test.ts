import { expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const now = new Date("2026-03-01T12:00:00Z");

it.each([
  ["0", "2026-03-01T12:00:00.000Z"],
  ["120", "2026-03-01T12:02:00.000Z"],
  [" 315 ", "2026-03-01T12:05:15.000Z"],
  ["86400", "2026-03-02T12:00:00.000Z"],
  ["Sun, 01 Mar 2026 12:10:00 GMT", "2026-03-01T12:10:00.000Z"],
  ["Sunday, 01-Mar-26 12:10:00 GMT", "2026-03-01T12:10:00.000Z"],
  ["Sun Mar  1 12:10:00 2026", "2026-03-01T12:10:00.000Z"],
  ["Sat, 28 Feb 2026 12:10:00 GMT", "2026-02-28T12:10:00.000Z"],
])("reads %j", (value, expected) => {
  expect(parseRetryAfter(value, now)?.toISOString()).toBe(expected);
});

it.each([
  undefined,
  "",
  "-5",
  "1.5",
  "1e3",
  "soon",
  "2026-03-01",
  "99999999999999999999",
  "Xyz, 99 Foo 2026 99:99:99 GMT",
  "Sun, 99 Mar 2026 99:10:00 GMT",
])("has no instant for %j", (value) => {
  expect(parseRetryAfter(value, now)).toBeUndefined();
});
