import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nextInstant, nextInstants, type Schedule } from "./next.ts";
import { clockChanges, firesByWalking } from "./testing/minute-oracle.ts";

const dayMs = 86_400_000;

function cron(value: string, timezone: string): Schedule {
  return { type: "cron", value, timezone };
}

function firesBetween(expression: string, zone: string, fromMs: number, toMs: number): number[] {
  const fires: number[] = [];
  for (let at = nextInstant(cron(expression, zone), new Date(fromMs)); at && at.getTime() <= toMs; ) {
    fires.push(at.getTime());
    at = nextInstant(cron(expression, zone), at);
  }
  return fires;
}

describe("fixed times on the days clocks change", () => {
  it.each([
    // zone, expression, after, the next instants
    ["America/New_York", "30 2 * * *", "2026-03-07T12:00Z", ["2026-03-08T07:00Z", "2026-03-09T06:30Z"]],
    ["America/New_York", "30 1 * * *", "2026-10-31T12:00Z", ["2026-11-01T05:30Z", "2026-11-02T06:30Z"]],
    ["Europe/Berlin", "30 2 * * *", "2026-03-28T12:00Z", ["2026-03-29T01:00Z", "2026-03-30T00:30Z"]],
    ["Europe/Berlin", "30 2 * * *", "2026-10-24T12:00Z", ["2026-10-25T00:30Z", "2026-10-26T01:30Z"]],
    ["Europe/Berlin", "0,30 2,3 * * *", "2026-03-29T00:30Z", ["2026-03-29T01:00Z", "2026-03-29T01:30Z"]],
    ["America/Sao_Paulo", "0 0 * * *", "2018-11-03T12:00Z", ["2018-11-04T03:00Z", "2018-11-05T02:00Z"]],
    ["America/Sao_Paulo", "30 23 * * *", "2019-02-16T12:00Z", ["2019-02-17T01:30Z", "2019-02-18T02:30Z"]],
    ["America/Sao_Paulo", "30 2 * * *", "2026-03-07T12:00Z", ["2026-03-08T05:30Z", "2026-03-09T05:30Z"]],
    ["Australia/Lord_Howe", "0 2 * * *", "2026-10-03T12:00Z", ["2026-10-03T15:30Z", "2026-10-04T15:00Z"]],
    ["Australia/Lord_Howe", "15 2 * * *", "2026-10-03T12:00Z", ["2026-10-03T15:30Z", "2026-10-04T15:15Z"]],
    ["Australia/Lord_Howe", "45 1 * * *", "2026-04-04T12:00Z", ["2026-04-04T14:45Z", "2026-04-05T15:15Z"]],
    ["Asia/Kathmandu", "15 6 * * *", "2026-03-28T12:00Z", ["2026-03-29T00:30Z", "2026-03-30T00:30Z"]],
    ["Africa/Cairo", "0 0 * * *", "2026-04-23T12:00Z", ["2026-04-23T22:00Z", "2026-04-24T21:00Z"]],
    ["Asia/Beirut", "0 0 * * *", "2026-03-28T12:00Z", ["2026-03-28T22:00Z", "2026-03-29T21:00Z"]],
    ["America/Havana", "30 0 * * *", "2026-03-07T12:00Z", ["2026-03-08T05:00Z", "2026-03-09T04:30Z"]],
    ["America/Santiago", "15 0 * * *", "2026-09-05T12:00Z", ["2026-09-06T04:00Z", "2026-09-07T03:15Z"]],
    // The gap ends at midnight: Saturday's 23:30 fires as Sunday begins.
    ["America/Nuuk", "30 23 * * *", "2026-03-28T12:00Z", ["2026-03-29T01:00Z", "2026-03-30T00:30Z"]],
  ])("%s %s after %s", (zone, expression, after, expected) => {
    const instants = nextInstants(cron(expression, zone), new Date(after), expected.length);
    expect(instants).toEqual(expected.map((instant) => new Date(instant)));
  });
});

describe("wildcards and steps on the days clocks change", () => {
  it.each([
    ["America/New_York", "0 * * * *", "2026-03-08T05:00Z", 23],
    ["America/New_York", "0 * * * *", "2026-11-01T04:00Z", 25],
    ["Europe/Berlin", "*/15 * * * *", "2026-03-28T23:00Z", 92],
    ["Europe/Berlin", "*/15 * * * *", "2026-10-24T22:00Z", 100],
    ["Australia/Lord_Howe", "*/30 * * * *", "2026-10-03T13:30Z", 47],
    ["Australia/Lord_Howe", "*/30 * * * *", "2026-04-04T13:00Z", 49],
    ["Africa/Cairo", "20 * * * *", "2026-04-23T22:00Z", 23],
  ])("%s %s fires on the day of %s %i times, evenly", (zone, expression, midnight, count) => {
    const start = Date.parse(midnight);
    const fires = nextInstants(cron(expression, zone), new Date(start - 1), count + 1).map(Number);
    const beat = Number(fires[1]) - Number(fires[0]);
    expect(fires).toEqual(fires.map((_, index) => Number(fires[0]) + index * beat));
    const nextDay = Number(fires[0]) + count * beat;
    expect(fires.at(-1)).toBe(nextDay);
  });
});

it("reads the 13th and Friday as either", () => {
  expect(nextInstants(cron("0 0 13 * 5", "Etc/UTC"), new Date("2026-11-12T12:00Z"), 4)).toEqual(
    ["2026-11-13", "2026-11-20", "2026-11-27", "2026-12-04"].map((day) => new Date(day)),
  );
  expect(nextInstants(cron("0 0 13 * 5", "Etc/UTC"), new Date("2026-12-11T12:00Z"), 1)).toEqual([
    new Date("2026-12-13"),
  ]);
});

it("crosses 2100, which has no 29 February", () => {
  expect(nextInstant(cron("0 0 29 2 *", "Etc/UTC"), new Date("2096-03-01"))).toEqual(new Date("2104-02-29"));
});

it("knows one instant for when and none for imed", () => {
  const once: Schedule = { type: "when", value: "2026-12-01T10:00:00.000Z", timezone: "Etc/UTC" };
  expect(nextInstants(once, new Date("2026-11-30"), 3)).toEqual([new Date("2026-12-01T10:00Z")]);
  expect(nextInstant(once, new Date("2026-12-01T10:00Z"))).toBeNull();
  expect(nextInstant({ type: "imed", value: null, timezone: "Etc/UTC" }, new Date())).toBeNull();
});

it("throws on an expression the parser refuses", () => {
  expect(() => nextInstant(cron("0 0 0 * * *", "Etc/UTC"), new Date())).toThrow("five fields");
});

const zones = [
  "America/Sao_Paulo",
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Asia/Beirut",
  "America/Havana",
  "America/Santiago",
  "America/Nuuk",
  "Africa/Casablanca",
  "Antarctica/Troll",
];
const anchors = zones.flatMap((zone) => {
  const changes = clockChanges(zone, Date.UTC(2016, 0, 1), Date.UTC(2028, 0, 1));
  const kept = changes.length > 10 ? [...changes.slice(0, 4), ...changes.slice(-6)] : changes;
  return (kept.length > 0 ? kept : [Date.UTC(2026, 2, 29)]).map((at) => ({ zone, at }));
});

function range(low: number, high: number, step: number) {
  const value = fc.integer({ min: low, max: high });
  const pair = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  return fc.oneof(
    { weight: 4, arbitrary: fc.uniqueArray(value, { minLength: 1, maxLength: 3 }).map(String) },
    { weight: 2, arbitrary: pair },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: step }).map((by) => `*/${by}`) },
    {
      weight: 1,
      arbitrary: fc.tuple(pair, fc.integer({ min: 1, max: step })).map(([p, by]) => `${p}/${by}`),
    },
    { weight: 2, arbitrary: fc.constant("*") },
  );
}

const hours = fc.oneof(range(0, 23, 12), fc.constantFrom("0", "1", "2", "3", "23", "0,1,2", "1-3", "22-23"));
const day = fc.oneof({ weight: 3, arbitrary: fc.constant("*") }, { weight: 1, arbitrary: range(1, 31, 10) });
const weekday = fc.oneof(
  { weight: 3, arbitrary: fc.constant("*") },
  { weight: 1, arbitrary: range(0, 7, 3) },
);

it("fires when someone who watches the wall clock every minute would", () => {
  fc.assert(
    fc.property(fc.constantFrom(...anchors), range(0, 59, 30), hours, day, weekday, (anchor, m, h, d, w) => {
      const expression = `${m} ${h} ${d} * ${w}`;
      const from = anchor.at - 1.5 * dayMs;
      const to = anchor.at + 1.5 * dayMs;
      expect(firesBetween(expression, anchor.zone, from, to)).toEqual(
        firesByWalking(expression, anchor.zone, from, to),
      );
    }),
    { numRuns: 400 },
  );
}, 60_000);

it("goes on from any instant to the same next one, within a second of it", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...anchors),
      hours,
      fc.integer({ min: -dayMs, max: dayMs }),
      (anchor, h, offset) => {
        const schedule = cron(`30 ${h} * * *`, anchor.zone);
        const after = new Date(anchor.at + offset);
        const next = nextInstant(schedule, after);
        expect(next && next > after).toBe(true);
        const justBefore = new Date(Number(next) - 1);
        expect(nextInstant(schedule, justBefore)).toEqual(next);
      },
    ),
    { numRuns: 500 },
  );
});
