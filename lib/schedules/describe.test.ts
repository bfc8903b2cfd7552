import { describe, expect, it } from "vitest";
import { describeSchedule } from "./describe.ts";

function words(value: string, locale?: "en" | "pt-BR"): string {
  return describeSchedule({ type: "cron", value, timezone: "Etc/UTC" }, locale);
}

describe("in English", () => {
  it.each([
    ["*/15 * * * *", "Every 15 minutes"],
    ["@hourly", "Every hour"],
    ["30 2 * * *", "At 02:30"],
    ["0 9 * * 1-5", "At 09:00, Monday through Friday"],
    ["0 9 * * MON-FRI", "At 09:00, Monday through Friday"],
    ["0 6,18 * * sat,sun", "At 06:00 and 18:00, on Sunday and Saturday"],
    ["0 8 * * 1,3,5", "At 08:00, on Monday, Wednesday, and Friday"],
    ["0 0 * * 7", "At 00:00, on Sunday"],
    ["0 0 1 */3 *", "At 00:00, on day 1 of the month, every 3 months"],
    ["0 0 29 2 *", "At 00:00, on day 29 of the month, only in February"],
    ["0 0 13 * 5", "At 00:00, either on day 13 of the month or on Friday"],
    ["0 0 1-7 1 1", "At 00:00, either between day 1 and 7 of the month or on Monday, only in January"],
  ])("%s", (value, expected) => expect(words(value)).toBe(expected));
});

describe("in Portuguese", () => {
  it.each([
    ["*/15 * * * *", "A cada 15 minutos"],
    ["0 9 * * 1-5", "Às 09:00, de segunda-feira a sexta-feira"],
    ["*/20 1,2 * * *", "A cada 20 minutos, às 01:00 e 02:00"],
    ["0 0 * * 1,6", "Às 00:00, às segundas-feiras e aos sábados"],
    ["0 0 13 * 5", "Às 00:00, ou no dia 13 do mês ou às sextas-feiras"],
  ])("%s", (value, expected) => expect(words(value, "pt-BR")).toBe(expected));
});

it("tells an instant in its own zone, and what imed waits for", () => {
  const once = { type: "when", value: "2026-12-01T12:00:00.000Z", timezone: "America/Sao_Paulo" } as const;
  expect(describeSchedule(once)).toBe("Once, on December 1, 2026 at 09:00 (America/Sao_Paulo)");
  expect(describeSchedule(once, "pt-BR")).toBe(
    "Uma vez, em 1 de dezembro de 2026 às 09:00 (America/Sao_Paulo)",
  );
  expect(describeSchedule({ type: "imed", value: null, timezone: "Etc/UTC" })).toBe(
    "When it is added to a collection",
  );
});

it("shows an expression it can't read as it is", () => expect(words("not cron")).toBe("not cron"));
