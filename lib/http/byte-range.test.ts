import { expect, it } from "vitest";
import { readRange } from "./byte-range.ts";

it.each([
  ["bytes=0-3", { start: 0, end: 3 }],
  ["bytes=2-", { start: 2, end: 9 }],
  ["bytes=-4", { start: 6, end: 9 }],
  ["bytes=-40", { start: 0, end: 9 }],
  ["bytes=5-500", { start: 5, end: 9 }],
  ["bytes=9-9", { start: 9, end: 9 }],
  ["bytes=10-12", undefined],
  ["bytes=5-4", undefined],
  ["bytes=-0", undefined],
  ["bytes=-", undefined],
  ["bytes=0-1,3-4", undefined],
  ["items=0-1", undefined],
  ["bytes=0-99999999999999999999", undefined],
  ["", undefined],
  [null, undefined],
])("%s of ten bytes is %o", (header, range) => expect(readRange(header, 10)).toEqual(range));

it("has no range of nothing", () => expect(readRange("bytes=0-", 0)).toBeUndefined());
