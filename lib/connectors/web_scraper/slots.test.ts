import { describe, expect, it } from "vitest";
import { webScraperSlots } from "./slots.ts";

const good = { url: "https://docs.example.com/guide/", extraction_type: "all", email: "ada@example.com" };

/** Messages by path. */
function problems(slots: unknown): Record<string, string> {
  const { error } = webScraperSlots.safeParse(slots);
  return Object.fromEntries(error?.issues.map(({ path, message }) => [path.join("."), message]) ?? []);
}

describe("webScraperSlots", () => {
  it("takes what is required, and keeps extra keys", () => {
    expect(webScraperSlots.parse({ ...good, note: { kept: [1] } })).toEqual({ ...good, note: { kept: [1] } });
  });

  it("takes every setting", () => {
    const all = {
      include: ["/a/*"],
      exclude: ["*.pdf"],
      max_pages: 5,
      max_depth: 0,
      use_sitemap: false,
      respect_robots: false,
    };
    expect(webScraperSlots.parse({ ...good, ...all })).toEqual({ ...good, ...all });
  });

  it("names every wrong field at once", () => {
    expect(Object.keys(problems({}))).toEqual(["url", "extraction_type", "email"]);
    expect(problems({ url: "x", extraction_type: "some", email: "ada" })).toEqual({
      url: "Enter the whole address, beginning with https:// or http://.",
      extraction_type: "Choose “single” (this page) or “all” (every page below it).",
      email: "Enter the e-mail address of a member of this workspace.",
    });
  });

  it.each([
    "",
    "docs.example.com",
    "/guide",
    "ftp://example.com/",
    "javascript:alert(1)",
    "http:example.com",
    "http://",
    "https://user:secret@example.com/",
    "https://user@example.com/",
    `https://example.com/${"a".repeat(2048)}`,
    null,
    7,
  ])("refuses the address %j", (url) => {
    expect(problems({ ...good, url }).url).toBeTypeOf("string");
  });

  it.each([
    "HTTP://EXAMPLE.COM",
    " https://example.com/a b ",
    "http://127.0.0.1:8080/",
    "https://bücher.example/?q=1#x",
  ])("takes the address %j", (url) => expect(problems({ ...good, url })).toEqual({}));

  it.each([
    ["include", [""]],
    ["include", Array.from({ length: 101 }, () => "/a")],
    ["exclude", ["a".repeat(501)]],
    ["max_pages", 0],
    ["max_pages", 1.5],
    ["max_pages", "7"],
    ["max_depth", -1],
    ["use_sitemap", "yes"],
  ])("refuses %s = %j", (name, value) => {
    expect(Object.keys(problems({ ...good, [name]: value }))[0]).toMatch(new RegExp(`^${name}`));
  });

  it("describes each field for the form", () => {
    for (const [name, field] of Object.entries(webScraperSlots.shape)) {
      expect(field.meta(), name).toMatchObject({
        title: expect.any(String),
        description: expect.any(String),
      });
    }
  });
});
