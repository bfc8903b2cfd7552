import { expect, it } from "vitest";
import { instantFilter } from "./instant-filter.ts";

it.each([
  ["2026-11-24T12:00:00Z", "2026-11-24T12:00:00.000Z"],
  ["2026-11-24T12:00:00.5+02:00", "2026-11-24T10:00:00.500Z"],
  ["2026-11-24T12:00:00 02:00", "2026-11-24T10:00:00.000Z"],
  [" 2026-11-24 ", "2026-11-24T00:00:00.000Z"],
])("%j is %s", (text, instant) => expect(instantFilter.parse(text).toISOString()).toBe(instant));

it.each(["", "yesterday", "2026-02-30", "2026-11-24T12:00:00", "24.11.2026", "infinity", "1e9"])(
  "refuses %j",
  (text) => expect(instantFilter.safeParse(text).error?.issues[0]?.message).toContain("Give an instant"),
);
