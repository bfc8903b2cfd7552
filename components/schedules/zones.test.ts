import { expect, it } from "vitest";
import { listZones, offsetMinutes, offsetWords, searchZones } from "./zones.ts";

const winter = new Date("2026-01-15T12:00Z");
const summer = new Date("2026-07-15T12:00Z");

it.each([
  ["America/Sao_Paulo", winter, -180, "UTC−03:00"],
  ["Europe/Berlin", winter, 60, "UTC+01:00"],
  ["Europe/Berlin", summer, 120, "UTC+02:00"],
  ["Asia/Kathmandu", summer, 345, "UTC+05:45"],
  ["Etc/UTC", summer, 0, "UTC+00:00"],
])("%s at %o is %i minutes from UTC", (zone, at, minutes, words) => {
  expect(offsetMinutes(zone, at)).toBe(minutes);
  expect(offsetWords(zone, at)).toBe(words);
});

it("lists what runtimes leave out, once, the given ones first", () => {
  const zones = listZones("America/Sao_Paulo");
  expect(zones[0]).toBe("America/Sao_Paulo");
  expect(zones).toContain("Etc/UTC");
  expect(zones).toContain("Asia/Kolkata");
  expect(new Set(zones).size).toBe(zones.length);
});

it.each([
  ["são paulo", "America/Sao_Paulo"],
  ["america/sao_p", "America/Sao_Paulo"],
  ["UTC-3", "America/Sao_Paulo"],
  ["utc−03:00", "America/Sao_Paulo"],
  ["berlin", "Europe/Berlin"],
])("%s finds %s", (search, zone) => {
  expect(searchZones(["Europe/Berlin", "America/Sao_Paulo"], search, winter)).toEqual([zone]);
});
