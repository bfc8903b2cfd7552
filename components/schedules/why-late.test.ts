import { expect, it } from "vitest";
import { whyLate } from "./why-late.ts";

const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 2, minute)).toISOString();

it.each([
  ["in time", at(10), at(10), at(11), null],
  ["not planned", null, at(31), at(31), null],
  ["not begun", at(10), at(10), null, null],
  ["dispatched late", at(10), at(31), at(31), { why: "no_worker", from: at(10), to: at(31) }],
  ["skipped late", at(10), at(31), null, { why: "no_worker", from: at(10), to: at(31) }],
  ["in the queue for long", at(10), at(10), at(15), { why: "busy", from: at(10), to: at(15) }],
  [
    "asked for by hand, in the queue for long",
    null,
    at(10),
    at(15),
    { why: "busy", from: at(10), to: at(15) },
  ],
])("a run that was %s", (_, plannedAt, createdAt, startedAt, late) => {
  expect(whyLate({ plannedAt, createdAt, startedAt })).toEqual(late);
});
