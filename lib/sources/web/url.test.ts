import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePatterns } from "./patterns.ts";
import { isInScope, normalizeUrl, scopeOf, urlProblem } from "./url.ts";

describe("normalizeUrl", () => {
  it.each([
    ["HTTP://Example.COM/Path", "http://example.com/Path"],
    ["http://example.com:80/", "http://example.com/"],
    ["https://example.com:443/", "https://example.com/"],
    ["https://example.com:8443/", "https://example.com:8443/"],
    ["http://example.com", "http://example.com/"],
    ["http://example.com./a", "http://example.com/a"],
    ["http://example.com/a/./b/../c", "http://example.com/a/c"],
    ["http://example.com/a#top", "http://example.com/a"],
    ["http://example.com/a#", "http://example.com/a"],
    ["http://example.com/a?", "http://example.com/a"],
    ["http://example.com/a?#", "http://example.com/a"],
    ["http://example.com/#!/page", "http://example.com/#!/page"],
    ["http://example.com/%7euser/%e4%bd%a0%2F", "http://example.com/~user/%E4%BD%A0%2F"],
    ["http://example.com/你", "http://example.com/%E4%BD%A0"],
    ["http://example.com/a?b=2&a=1", "http://example.com/a?a=1&b=2"],
    ["http://example.com/a?x=2&x=1", "http://example.com/a?x=2&x=1"],
    ["http://example.com/a?utm_source=x&id=3&gclid=1&fbclid=2", "http://example.com/a?id=3"],
    ["http://example.com/a?utm_source=x", "http://example.com/a"],
    ["http://example.com/a?b=%3a+c", "http://example.com/a?b=%3A+c"],
    ["http://example.com/a/", "http://example.com/a/"],
    ["http://example.com//a", "http://example.com//a"],
    ["http://bücher.example/", "http://xn--bcher-kva.example/"],
  ])("writes %s as %s", (text, expected) => {
    expect(normalizeUrl(text)).toBe(expected);
  });

  it.each([
    "ftp://example.com/",
    "mailto:a@b.example",
    "javascript:1",
    "http://u:p@example.com/",
    "http://u@example.com/",
    "http://[",
    "x",
  ])("has no page for %s", (text) => expect(normalizeUrl(text)).toBeUndefined());

  it("doesn't change what it wrote", () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (text) => {
        const once = normalizeUrl(text);
        expect(once).toBeTypeOf("string");
        expect(normalizeUrl(once ?? "")).toBe(once);
      }),
    );
  });
});

describe("scope", () => {
  it.each([
    ["http://example.com/docs/index.html", "http://example.com/docs/a/b.html", true],
    ["http://example.com/docs/", "http://example.com/docs/a", true],
    ["http://example.com/docs/", "http://example.com/docs", true],
    ["http://example.com/docs/", "http://example.com/docs-old/", false],
    ["http://example.com/docs/", "http://example.com/", false],
    ["http://example.com/docs/", "https://www.example.com/docs/a", true],
    ["http://www.example.com/docs/", "http://example.com/docs/a", true],
    ["http://example.com/", "http://sub.example.com/", false],
    ["http://example.com/", "http://example.com:8080/", false],
    ["http://example.com/", "http://example.com.evil.example/", false],
    ["http://example.com", "http://example.com/a/b", true],
    ["http://example.com/a?page=1", "http://example.com/b", true],
  ])("starting at %s, %s belongs: %s", (start, url, expected) => {
    expect(isInScope(new URL(url), scopeOf(start))).toBe(expected);
  });

  it("takes a page without an ending for a folder when it links below itself", () => {
    const links = [{ url: "http://example.com/docs/a" }, { url: "http://example.com/about" }];
    expect(scopeOf("http://example.com/docs", links).folder).toBe("/docs/");
    expect(scopeOf("http://example.com/docs", links.slice(1)).folder).toBe("/");
    expect(scopeOf("http://example.com/en/intro", links).folder).toBe("/en/");
    expect(scopeOf("http://example.com/", links).folder).toBe("/");
  });

  it("is one page alone for a single page", () => {
    const scope = { ...scopeOf("http://example.com/a"), only: "http://example.com/a" };
    expect(isInScope(new URL("http://example.com/a"), scope)).toBe(true);
    expect(isInScope(new URL("http://example.com/b"), scope)).toBe(false);
  });

  it("tells addresses of a kind that never ends", () => {
    expect(urlProblem("http://example.com/a/b?c=1")).toBeUndefined();
    expect(urlProblem(`http://example.com/${"a".repeat(2048)}`)).toMatch(/longer than/);
    expect(urlProblem(`http://example.com/${"a/".repeat(30)}`)).toMatch(/folders/);
    expect(urlProblem(`http://example.com/?${"a=1&".repeat(20)}`)).toMatch(/parameters/);
  });
});

describe("patterns", () => {
  it.each([
    ["/private", "/private", true],
    ["/private", "/private/a/b", true],
    ["/private", "/private?x=1", true],
    ["/private", "/privateer", false],
    ["/private/", "/private/a", true],
    ["/private/*", "/private/a/b", true],
    ["/private/**", "/private/a/b", true],
    ["*/private/*", "/deep/private/a", true],
    ["**/private/**", "/deep/private/a", true],
    ["private/", "/deep/private/a", true],
    ["*.pdf", "/files/a.pdf", true],
    ["*.pdf", "/files/a.pdf?v=1", true],
    ["*.pdf", "/files/a.pdf.html", false],
    [".pdf", "/files/a.pdf", true],
    ["/a*c", "/abc", true],
    ["/a*c", "/abd", false],
    ["/*?print=1", "/a?print=1", true],
    ["http://example.com/a/*", "/a/b", true],
    ["https://example.com/a/*", "/a/b", false],
    ["/a.c", "/abc", false],
    ["*", "/anything", true],
  ])("%s against %s: %s", (pattern, path, expected) => {
    const url = new URL(path, "http://example.com");
    expect(compilePatterns([], [pattern]).excludes(url) !== undefined).toBe(expected);
    expect(compilePatterns([pattern], []).excludes(url) === undefined).toBe(expected);
  });

  it("lets exclusion win, and names the pattern", () => {
    const patterns = compilePatterns(["/docs/*"], ["/docs/old"]);
    expect(patterns.excludes(new URL("http://example.com/docs/old/a"))).toBe(
      "excluded by the pattern /docs/old",
    );
    expect(patterns.excludes(new URL("http://example.com/docs/new"))).toBeUndefined();
    expect(patterns.excludes(new URL("http://example.com/blog"))).toMatch(/include/);
  });

  it("takes linear time for a hostile pattern", () => {
    const url = new URL(`http://example.com/${"a".repeat(2000)}`);
    const started = performance.now();
    compilePatterns([], [`${"*a".repeat(250)}b`]).excludes(url);
    expect(performance.now() - started).toBeLessThan(50);
  });
});
