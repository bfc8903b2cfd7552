import { expect, it } from "vitest";
import { meaningOf, shortcuts } from "./shortcuts.ts";

it.each([
  [["c"], "create"],
  [["g"], "begun"],
  [["g", "c"], "collections"],
  [["g", "x"], undefined],
  [["z"], undefined],
  [["x"], "select_row"],
])("%j", (pressed, meaning) => {
  expect(meaningOf(pressed)).toBe(meaning);
});

it("no shortcut is the beginning of another", () => {
  for (const { keys, does } of shortcuts) expect(meaningOf(keys)).toBe(does);
});
