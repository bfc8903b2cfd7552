import { expect, it } from "vitest";
import { RequestRate } from "./request-rate.ts";

function rateOf(perMinute: number) {
  let now = 0;
  const rate = new RequestRate(perMinute, () => now);
  const tries = (key: string, count: number) =>
    Array.from({ length: count }, () => {
      try {
        rate.take(key);
        return "ok";
      } catch (error) {
        return error instanceof Error && "retryAfterS" in error ? error.retryAfterS : error;
      }
    });
  return { tries, wait: (ms: number) => (now += ms), rate };
}

it("gives a minute's worth at once, then as it refills, and says when", () => {
  const { tries, wait } = rateOf(60);
  expect(tries("a", 61)).toEqual([...Array(60).fill("ok"), 1]);
  wait(2000);
  expect(tries("a", 3)).toEqual(["ok", "ok", 1]);
  wait(3_600_000);
  expect(tries("a", 61).at(-1)).toBe(1);
});

it("counts each key alone", () => {
  const { tries } = rateOf(2);
  expect(tries("a", 3)).toEqual(["ok", "ok", 30]);
  expect(tries("b", 2)).toEqual(["ok", "ok"]);
});

it("takes nothing by looking", () => {
  const { tries, rate } = rateOf(1);
  for (let looks = 0; looks < 5; looks++) rate.assertLeft("a");
  expect(tries("a", 2)).toEqual(["ok", 60]);
  expect(() => rate.assertLeft("a")).toThrow(/1 requests a minute/);
});

it("limits nothing with 0", () => {
  expect(new Set(rateOf(0).tries("a", 10_000))).toEqual(new Set(["ok"]));
});
