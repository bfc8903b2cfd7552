import { expect, it } from "vitest";
import { barHeights } from "./bar-heights.ts";

it.each<[string, (number | null)[], number[]]>([
  ["nothing", [], []],
  ["the longest is as high as it gets", [4000, 1000, 0], [1, 0.65, 0.3]],
  ["what has no duration is as low as the shortest", [null, 9000, null], [0.3, 1, 0.3]],
  ["none ran", [null, null], [0.3, 0.3]],
  ["all in no time", [0, 0], [0.3, 0.3]],
])("%s", (_, durations, heights) => {
  expect(barHeights(durations).map((height) => Math.round(height * 1000) / 1000)).toEqual(heights);
});
