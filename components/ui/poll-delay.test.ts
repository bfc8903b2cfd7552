import { expect, it } from "vitest";
import { awayMs, busyMs, calmMs, pollDelay } from "./poll-delay.ts";

it.each([
  ["something runs and somebody is there", { isBusy: true, idleMs: 0, failures: 0 }, busyMs],
  [
    "something runs, and they were here a moment ago",
    { isBusy: true, idleMs: awayMs - 1, failures: 0 },
    busyMs,
  ],
  ["something runs, but they left", { isBusy: true, idleMs: awayMs, failures: 0 }, calmMs],
  ["nothing runs", { isBusy: false, idleMs: 0, failures: 0 }, calmMs],
  ["an answer didn't come", { isBusy: true, idleMs: 0, failures: 1 }, calmMs],
  ["three didn't", { isBusy: true, idleMs: 0, failures: 3 }, 120_000],
  ["the server is gone for long", { isBusy: true, idleMs: 0, failures: 1000 }, 300_000],
])("when %s", (_, pulse, delay) => {
  expect(pollDelay(pulse)).toBe(delay);
});
