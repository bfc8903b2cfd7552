import { describe, expect, it } from "vitest";
import { heatStep, hourWindows } from "./heat.ts";

it.each([
  [0, 100, 0],
  [0, 0, 0],
  [1, 100_000, 1],
  [10, 100, 1],
  [11, 100, 2],
  [50, 100, 4],
  [72, 100, 4],
  [100, 100, 5],
  [1, 1, 5],
])("%i of at most %i runs is step %i", (runs, most, step) => {
  expect(heatStep(runs, most)).toBe(step);
});

describe("the hours of a week", () => {
  const tuesday = 1;
  const sunday = 6;
  it.each<[zone: string, from: string, day: number, hour: number, window: [string, string] | null]>([
    ["Etc/UTC", "2026-11-24T12:15:00Z", tuesday, 13, ["2026-11-24T13:00", "2026-11-24T14:00"]],
    ["Etc/UTC", "2026-11-24T12:15:00Z", tuesday, 12, ["2026-11-24T12:15", "2026-11-24T13:00"]],
    ["Etc/UTC", "2026-11-24T12:15:00Z", tuesday, 11, ["2026-12-01T11:00", "2026-12-01T12:00"]],
    ["America/Sao_Paulo", "2026-11-24T12:15:00Z", tuesday, 13, ["2026-11-24T16:00", "2026-11-24T17:00"]],
    ["Asia/Kolkata", "2026-11-24T12:15:00Z", tuesday, 18, ["2026-11-24T12:30", "2026-11-24T13:30"]],
    // Clocks in Berlin jump from 02:00 to 03:00 on 28 March, and back from 03:00 to 02:00 on 31 October.
    ["Europe/Berlin", "2027-03-24T12:00:00Z", sunday, 2, null],
    ["Europe/Berlin", "2027-03-24T12:00:00Z", sunday, 3, ["2027-03-28T01:00", "2027-03-28T02:00"]],
    ["Europe/Berlin", "2027-10-27T12:00:00Z", sunday, 2, ["2027-10-31T00:00", "2027-10-31T02:00"]],
  ])("%s from %s: day %i, %i o'clock", (zone, from, day, hour, window) => {
    const found = hourWindows(from, zone)[day]?.[hour];
    expect(found && [found.from.slice(0, 16), found.to.slice(0, 16)]).toEqual(window);
  });
});
