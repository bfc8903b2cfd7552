import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSchedule } from "./parse.ts";
import { isTimeZone } from "./zone.ts";

const now = new Date("2026-11-24T12:00:00Z");

function parse(
  scheduler_type: string | null,
  scheduler_value: string | null,
  timezone = "America/Sao_Paulo",
) {
  return parseSchedule({ scheduler_type, scheduler_value, timezone, now });
}

function problem(type: string | null, value: string | null, timezone?: string): string {
  const parsed = parse(type, value, timezone);
  return parsed.ok ? "" : parsed.errors.map((error) => `${error.path}: ${error.message}`).join("\n");
}

describe("time zones", () => {
  it.each(["Etc/UTC", "UTC", "Asia/Kolkata", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])(
    "knows %s and keeps its spelling",
    (zone) => {
      expect(isTimeZone(zone)).toBe(true);
      expect(parse("imed", null, zone)).toEqual({
        ok: true,
        schedule: { type: "imed", value: null, timezone: zone },
      });
    },
  );

  it.each(["", "Mars/Base", "+05:30", "-03", "America/", "Etc/UTC ", "America/Sao Paulo", "a".repeat(70)])(
    "refuses “%s”",
    (zone) => {
      expect(problem("imed", null, zone)).toMatch(/^timezone: .*not a known time zone/);
    },
  );
});

describe("type", () => {
  it.each([null, "", "daily", "IMED", "constructor", "__proto__"])("refuses “%s”", (type) => {
    expect(problem(type, "0 * * * *")).toBe("scheduler_type: Must be imed, cron or when.");
  });

  it("tells every wrong field at once", () => {
    const parsed = parse("cron", "0 0 30 2 *", "Nowhere");
    expect(parsed.ok ? [] : parsed.errors.map((error) => error.path)).toEqual([
      "timezone",
      "scheduler_value",
    ]);
  });

  it("ignores the value of imed", () => {
    expect(parse("imed", "whatever")).toMatchObject({ ok: true, schedule: { type: "imed", value: null } });
  });
});

describe("cron", () => {
  it.each([
    ["0 6 * * 1-5", "0 6 * * 1-5"],
    ["  0   6 *\t* MON-FRI ", "0 6 * * MON-FRI"],
    ["*/15 0-12/3 1,15 jan,JUL *", "*/15 0-12/3 1,15 jan,JUL *"],
    ["0 0 * * MON-SUN", "0 0 * * MON-SUN"],
    ["0 0 29 2 *", "0 0 29 2 *"],
    ["0 0 30 2 5", "0 0 30 2 5"],
    ["@daily", "@daily"],
    ["@Hourly", "@Hourly"],
    ["@annually", "@annually"],
  ])("accepts “%s”", (value, kept) => {
    expect(parse("cron", value)).toEqual({
      ok: true,
      schedule: { type: "cron", value: kept, timezone: "America/Sao_Paulo" },
    });
  });

  it.each([
    [null, "needs an expression"],
    ["   ", "needs an expression"],
    ["* * * *", "this has 4."],
    ["0 0 6 * * *", "this has 6. Seconds can't be set"],
    ["0 0 30 2 *", "can never fire"],
    ["0 0 31 2,4,6,9,11 *", "can never fire"],
    ["60 * * * *", "In the minute field “60”, “60” is out of range. Use numbers from 0 to 59"],
    ["0 24 * * *", "hour field"],
    ["0 0 0 * *", "day of month field"],
    ["0 0 * 13 *", "month field"],
    ["0 0 * * 8", "day of week field"],
    ["0 0 L * *", "can't be read"],
    ["0 0 15W * *", "can't be read"],
    ["H * * * *", "can't be read"],
    ["0 0 ? * 1", "can't be read"],
    ["0 0 * * 5#2", "can't be read"],
    ["5/15 * * * *", "write “5-59/15” or “*/15”"],
    ["*/0 * * * *", "step"],
    ["*/61 * * * *", "step"],
    ["22-3 * * * *", "runs backwards"],
    ["1,,2 * * * *", "can't be read"],
    ["-1 * * * *", "can't be read"],
    ["0 0 * mon *", "out of range"],
    ["@reboot", "is not an alias. There are @hourly"],
    ["@constructor", "is not an alias"],
    [`${"1,".repeat(200)}1 * * * *`, "256 characters"],
  ])("refuses “%s”", (value, message) => {
    expect(problem("cron", value)).toContain("scheduler_value: ");
    expect(problem("cron", value)).toContain(message);
  });

  it("never throws, and what it accepts fires", () => {
    const soup = fc.stringMatching(/^[0-9*,/\-A-Za-z@ ?#]{0,24}$/);
    fc.assert(
      fc.property(fc.oneof(soup, fc.string()), (value) => {
        const parsed = parse("cron", value);
        if (parsed.ok)
          expect(value.trim().split(/\s+/).length === 5 || value.trim().startsWith("@")).toBe(true);
        else expect(parsed.errors[0]?.path).toBe("scheduler_value");
      }),
      { numRuns: 2000 },
    );
  });
});

describe("when", () => {
  it.each([
    ["2026-12-01T09:00:00Z", "2026-12-01T09:00:00.000Z"],
    ["2026-12-01t09:00z", "2026-12-01T09:00:00.000Z"],
    ["2026-12-01T09:00:00.250-03:00", "2026-12-01T12:00:00.250Z"],
    ["2026-12-01T09:00+02:00", "2026-12-01T07:00:00.000Z"],
    ["2026-12-01T09:00:00 02:00", "2026-12-01T07:00:00.000Z"],
    ["2026-12-01 09:00 02:00", "2026-12-01T07:00:00.000Z"],
    ["2026-12-01T09:00", "2026-12-01T12:00:00.000Z"],
    ["2026-12-01 09:00:30", "2026-12-01T12:00:30.000Z"],
    ["2026-12-01", "2026-12-01T03:00:00.000Z"],
    ["2028-02-29", "2028-02-29T03:00:00.000Z"],
  ])("reads %s as %s", (value, instant) => {
    expect(parse("when", value)).toEqual({
      ok: true,
      schedule: { type: "when", value: instant, timezone: "America/Sao_Paulo" },
    });
  });

  it.each([
    ["America/New_York", "2027-03-14T02:30", "2027-03-14T07:00:00.000Z"],
    ["America/New_York", "2027-11-07T01:30", "2027-11-07T05:30:00.000Z"],
    ["Australia/Lord_Howe", "2027-10-03T02:10", "2027-10-02T15:30:00.000Z"],
    ["Africa/Cairo", "2027-04-30", "2027-04-29T22:00:00.000Z"],
    ["America/Nuuk", "2027-03-27T23:30", "2027-03-28T01:00:00.000Z"],
    ["Asia/Kathmandu", "2027-01-01T00:00", "2026-12-31T18:15:00.000Z"],
    ["Pacific/Kiritimati", "2027-01-01", "2026-12-31T10:00:00.000Z"],
  ])("reads in %s the local %s as %s", (zone, value, instant) => {
    expect(parse("when", value, zone)).toMatchObject({ ok: true, schedule: { value: instant } });
  });

  it.each([
    ["2026-11-24T09:00:00Z", "is 3 hours ago"],
    ["2026-11-24T11:00:00Z", "is 1 hour ago"],
    ["2026-11-24T11:59:15Z", "is 45 seconds ago"],
    ["2026-11-24T12:00:00Z", "is 0 seconds ago"],
    ["2026-11-20", "is 4 days ago"],
    ["2024-11-20T00:00Z", "is 2 years ago"],
    [null, "Tell when it should run"],
    ["tomorrow", "Write an instant such as"],
    ["2026-12-01T09", "Write an instant such as"],
    ["1796115600000", "Write an instant such as"],
    ["2026-02-30", "no calendar has"],
    ["2027-02-29T00:00Z", "no calendar has"],
    ["2026-13-01", "no calendar has"],
    ["2026-12-01T24:00Z", "no calendar has"],
    ["2026-12-01T23:60Z", "no calendar has"],
    ["2026-12-01T23:00+24:00", "offset"],
    ["0000-01-01T00:00Z", "years ago"],
  ])("refuses %s", (value, message) => {
    expect(problem("when", value)).toContain("scheduler_value: ");
    expect(problem("when", value)).toContain(message);
  });

  it("reads back every instant it is given, in any zone", () => {
    const zones = fc.constantFrom("America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "Etc/UTC");
    const instants = fc.date({
      min: new Date("2026-12-01"),
      max: new Date("2100-01-01"),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, zones, (at, zone) => {
        const parsed = parse("when", at.toISOString(), zone);
        expect(parsed).toMatchObject({ ok: true, schedule: { value: at.toISOString() } });
      }),
    );
  });
});
