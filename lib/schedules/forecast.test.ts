import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { forecast, quarterOf } from "./forecast.ts";
import { quarterMs } from "./local-quarters.ts";
import { nextInstant } from "./next.ts";

const count = 2 * 96;

/** The same, by walking the instants that are dispatched. */
function walked(value: string, timezone: string, now: Date): number[] {
  const fromMs = quarterOf(now);
  const fires = Array.from({ length: count }, () => 0);
  const schedule = { type: "cron", value, timezone } as const;
  for (let at = nextInstant(schedule, now); at; at = nextInstant(schedule, at)) {
    const index = Math.floor((at.getTime() - fromMs) / quarterMs);
    if (index >= count) break;
    fires[index] = (fires[index] ?? 0) + 1;
  }
  return fires;
}

async function forecasted(value: string, timezone: string, now: Date): Promise<number[]> {
  const { runs } = await forecast([{ value, timezone, schedules: 1 }], {
    fromMs: quarterOf(now),
    count,
    now,
  });
  return [...runs];
}

// Each with an instant shortly before its clocks change, forward or back; and some that never do.
const changes: [zone: string, ...at: string[]][] = [
  ["America/New_York", "2026-11-01T03:07:00Z", "2026-11-01T05:40:00Z", "2027-03-14T06:55:10Z"],
  ["Europe/Berlin", "2026-10-25T00:10:00Z", "2026-10-25T01:05:00Z", "2027-03-28T00:59:59Z"],
  ["Australia/Lord_Howe", "2026-10-03T12:00:00Z", "2027-04-03T14:50:00Z"],
  ["America/Nuuk", "2027-03-27T20:00:00Z", "2026-10-24T20:00:00Z"],
  ["America/Santiago", "2026-09-05T23:00:00Z", "2027-04-03T23:00:00Z"],
  ["Africa/Cairo", "2027-04-29T18:00:00Z", "2026-10-29T18:00:00Z"],
  ["Pacific/Chatham", "2026-09-26T12:20:00Z", "2027-04-03T12:20:00Z"],
  ["Antarctica/Troll", "2027-03-27T22:30:00Z", "2026-10-24T22:30:00Z"],
  ["Africa/Casablanca", "2027-02-06T22:00:00Z", "2027-03-13T22:00:00Z"],
  ["Asia/Kathmandu", "2026-11-24T10:00:00Z"],
  ["Asia/Kolkata", "2026-12-31T18:00:00Z"],
  ["America/Sao_Paulo", "2028-02-28T12:34:56Z"],
  ["Etc/UTC", "2026-11-24T22:44:59.999Z"],
];
const moments = changes.flatMap(([zone, ...instants]) => instants.map((at) => [zone, at] as const));

const minutes = fc.constantFrom(
  "0",
  "30",
  "15,45",
  "7",
  "*/20",
  "1-3",
  "59",
  "0,15,30,45",
  "*/45",
  "5-50/15",
);
const hours = fc.constantFrom("*", "2", "0", "1-3", "*/2", "23", "3,2,1", "0-23/5", "12");
const daysOfMonth = fc.constantFrom("*", "*", "*", "1", "25-31", "*/2", "29", "1,14,28");
const months = fc.constantFrom("*", "*", "*", "3-4", "OCT", "1,11", "*/2");
const daysOfWeek = fc.constantFrom("*", "*", "*", "SUN", "1-5", "0,6", "7", "*/3", "SAT-SUN");
const expression = fc
  .tuple(minutes, hours, daysOfMonth, months, daysOfWeek)
  .map((fields) => fields.join(" "))
  .filter((value) => !value.includes("2 29 ") || !value.includes(" 2 "));

describe("the forecast", () => {
  it.each(moments)("says for %s from %s what the dispatcher will do", async (zone, at) => {
    await fc.assert(
      fc.asyncProperty(expression, fc.integer({ min: 0, max: 3 * 3_600_000 }), async (value, laterMs) => {
        const now = new Date(Date.parse(at) + laterMs);
        expect(await forecasted(value, zone, now), `${value} ${zone} ${now.toISOString()}`).toEqual(
          walked(value, zone, now),
        );
      }),
      { numRuns: 40 },
    );
  });

  it.each(moments)("knows every minute for %s from %s", async (zone, at) => {
    const now = new Date(at);
    expect(await forecasted("* * * * *", zone, now)).toEqual(walked("* * * * *", zone, now));
    expect(await forecasted("@hourly", zone, now)).toEqual(walked("@hourly", zone, now));
  });

  it("counts schedules once in a quarter hour, however often they fire, and passes over what can't be read", async () => {
    const now = new Date("2026-11-24T10:00:00Z");
    const groups = [
      { value: "*/5 * * * *", timezone: "Etc/UTC", schedules: 3 },
      { value: "10 10 * * *", timezone: "Etc/UTC", schedules: 2 },
      { value: "0 0 L * *", timezone: "Etc/UTC", schedules: 9 },
    ];
    const { schedules, runs } = await forecast(groups, { fromMs: quarterOf(now), count: 2, now });
    expect([...schedules]).toEqual([5, 3]);
    // 10:00 itself has passed.
    expect([...runs]).toEqual([8, 9]);
  });
});
