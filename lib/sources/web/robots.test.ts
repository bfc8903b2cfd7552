import { describe, expect, it } from "vitest";
import { parseRobots } from "./robots.ts";

const allows = (robots: string, path: string, agent = "Tributary") =>
  parseRobots(robots, agent).allows(new URL(path, "http://example.com"));

describe("parseRobots", () => {
  it.each([
    ["", "/a", true],
    ["User-agent: *\nDisallow: /", "/a", false],
    ["User-agent: *\nDisallow:", "/a", true],
    ["user-AGENT : *  # all\n  DISALLOW :/a # secret", "/a/b", false],
    ["\ufeffUser-agent: *\r\nDisallow: /a", "/a", false],
    ["User-agent: *\rDisallow: /a", "/a", false],
    ["Disallow: /", "/a", true],
    ["User-agent: other\nDisallow: /", "/a", true],
    ["User-agent: tributary\nDisallow: /", "/a", false],
    ["User-agent: Tributary/2.0 (bot)\nDisallow: /", "/a", false],
    ["User-agent: TributaryBot\nDisallow: /", "/a", true],
    ["User-agent: *\nDisallow: /\nUser-agent: tributary\nAllow: /", "/a", true],
    ["User-agent: *\nDisallow: /\nUser-agent: tributary\nDisallow: /b", "/a", true],
    ["User-agent: a\nUser-agent: tributary\nDisallow: /a", "/a", false],
    [
      "User-agent: tributary\nDisallow: /a\n\nUser-agent: b\nDisallow: /c\n\nUser-agent: tributary\nDisallow: /d",
      "/d",
      false,
    ],
    ["User-agent: tributary\nDisallow: /a\n\nUser-agent: tributary\nDisallow: /d", "/a", false],
    ["User-agent: a\nSitemap: http://example.com/s.xml\nUser-agent: tributary\nDisallow: /a", "/a", false],
    ["User-agent: a\nNoise: x\nUser-agent: tributary\nDisallow: /a", "/a", false],
    ["User-agent: tributary\n\n\nDisallow: /a", "/a", false],
    ["User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", true],
    ["User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/c", false],
    ["User-agent: *\nDisallow: /a/b\nAllow: /a", "/a/b", false],
    ["User-agent: *\nDisallow: /page\nAllow: /page", "/page", true],
    ["User-agent: *\nDisallow: /*.php", "/a/b.php?x", false],
    ["User-agent: *\nDisallow: /*.php$", "/a/b.php", false],
    ["User-agent: *\nDisallow: /*.php$", "/a/b.php?x", true],
    ["User-agent: *\nDisallow: /a$", "/a", false],
    ["User-agent: *\nDisallow: /a$", "/ab", true],
    ["User-agent: *\nDisallow: *.gif", "/x.gif", false],
    ["User-agent: *\nDisallow: /fish*", "/fishheads/yummy", false],
    ["User-agent: *\nDisallow: /fish", "/Fish", true],
    ["User-agent: *\nDisallow: /a?b", "/a?bc", false],
    ["User-agent: *\nDisallow: /foo/bar/ツ", "/foo/bar/%E3%83%84", false],
    ["User-agent: *\nDisallow: /foo/bar/%e3%83%84", "/foo/bar/ツ", false],
    ["User-agent: *\nDisallow: /foo/bar/%62%61%7A", "/foo/bar/baz", false],
    ["User-agent: *\nDisallow: /a%2Fb", "/a/b", true],
    ["User-agent: *\nDisallow: /", "/robots.txt", true],
    ["User-agent: *\nDisallow: a", "/abc", false],
    ["<html>not robots at all: x</html>", "/a", true],
    ["User-agent: __proto__\nDisallow: /", "/a", true],
  ])("%j on %s: %s", (robots, path, expected) => {
    expect(allows(robots, path)).toBe(expected);
  });

  it("reads crawl delay and sitemaps", () => {
    const robots = parseRobots(
      "Sitemap: https://cdn.example/s.xml\nUser-agent: *\nCrawl-delay: 2.5\nDisallow: /x\nSitemap: http://example.com/t.xml",
      "Tributary",
    );
    expect(robots.crawlDelayS).toBe(2.5);
    expect(robots.sitemaps).toEqual(["https://cdn.example/s.xml", "http://example.com/t.xml"]);
    expect(parseRobots("User-agent: *\nCrawl-delay: never", "Tributary").crawlDelayS).toBeUndefined();
  });

  it("stays quick under hostile rules", () => {
    const rules = Array.from({ length: 20_000 }, (_, i) => `Disallow: /${"*a".repeat(i % 8)}b${i}`).join(
      "\n",
    );
    const started = performance.now();
    expect(allows(`User-agent: *\n${rules}`, `/${"a".repeat(2000)}`)).toBe(true);
    expect(performance.now() - started).toBeLessThan(1000);
  });
});
