import { describe, expect, it } from "vitest";
import { encodeCursor } from "./cursor.ts";
import { readTimeCursor } from "./time-cursor.ts";

const at = "2026-11-24T12:00:00.123456Z";
const id = "019f5b6e-6f0e-7a53-9b1a-5a3f9d1c7e42";

describe("a time cursor", () => {
  it("comes back to the microsecond", () => {
    expect(readTimeCursor(encodeCursor([at, id]))).toEqual([at, id]);
    expect(readTimeCursor(encodeCursor([at, "mine"]), (text) => text === "mine")).toEqual([at, "mine"]);
  });

  it.each([
    ["an id that can't be one", [at, "x"]],
    ["the year 0", ["0000-01-01T00:00:00.000000Z", id]],
    ["30 February", ["2026-02-30T00:00:00.000000Z", id]],
    ["hour 24", ["2026-02-20T24:00:00.000000Z", id]],
    ["month 13", ["2026-13-20T00:00:00.000000Z", id]],
    ["words", ["yesterday", id]],
    ["too few values", [at]],
  ])("refuses %s", (_, values) => {
    expect(() => readTimeCursor(encodeCursor(values))).toThrow(
      expect.objectContaining({ kind: "invalid", errors: [expect.objectContaining({ path: "cursor" })] }),
    );
  });

  it.each(["", "!", "WyJ4IiwieSJd", "e30"])("refuses %j", (cursor) => {
    expect(() => readTimeCursor(cursor)).toThrow(expect.objectContaining({ kind: "invalid" }));
  });
});
