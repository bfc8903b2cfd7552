import { describe, expect, it } from "vitest";
import { findSections } from "./find-sections.ts";

const section = (page: string, title: string, text: string) => ({ href: `/${title}`, page, title, text });
const sections = [
  section("Schedules", "Clocks", "What happens when clocks change in spring and in autumn."),
  section("Search", "Words", "It finds words by their stem."),
  section(
    "Schedules",
    "Outages",
    `${"Long ago it was down. ".repeat(20)}Then the clocks went on. ${"So it ran. ".repeat(20)}`,
  ),
];

describe("findSections", () => {
  it.each([
    ["", []],
    ["clocks", ["Clocks", "Outages"]],
    ["CLOCKS spring", ["Clocks"]],
    ["schedules outages", ["Outages"]],
    ["stem clocks", []],
  ])("%j", (typed, titles) => {
    expect(findSections(sections, typed).map(({ title }) => title)).toEqual(titles);
  });

  it("shows where the words stand", () => {
    const [short, long] = findSections(sections, "clocks");
    expect(short?.excerpt).toBe("What happens when clocks change in spring and in autumn.");
    expect(long?.excerpt).toMatch(/^… .*the clocks went on\. .* …$/);
    expect(long?.excerpt.length).toBeLessThan(150);
  });
});
