import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Json } from "#lib/connectors/source.ts";
import { createExtractor, type Extractor } from "#lib/extract/extractor.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { SiteReader } from "./testing/reader.ts";
import { type Answer, openSite, page, type Site } from "./testing/site.ts";

let database: TestDatabase;
let blobRoot: string;
let extractor: Extractor;
beforeAll(async () => {
  database = await createTestDatabase();
  blobRoot = await mkdtemp(join(tmpdir(), "tributary-crawl-"));
  extractor = createExtractor({ readable: [blobRoot] });
});
afterAll(async () => {
  await extractor[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
  await rm(blobRoot, { recursive: true });
});

/** A PDF of one page, as small as it gets: its text is “Annual report”. */
const pdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj
4 0 obj<</Length 44>>stream
BT /F1 24 Tf 20 100 Td (Annual report) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>`;

type ReaderOptions = {
  slots?: { [key: string]: Json };
  allow?: string[];
  credentials?: { [key: string]: Json };
  start?: string;
};

const readerOf = (site: Site, { slots, allow = [], credentials, start = "/" }: ReaderOptions = {}) =>
  new SiteReader(
    database.db,
    localBlobs(blobRoot),
    { url: site.origin + start, ...slots },
    { allow: [site.host, ...allow], credentials, extractFile: extractor.extractFile },
  ).open();

describe("a first run", () => {
  it("reads every page of the site under the start page's folder, once", async () => {
    await using site = await openSite({
      "/docs/": page(
        "Home",
        "a.html",
        "b/c.html",
        "/docs/a.html#part",
        "../outside.html",
        "http://elsewhere.example/",
        "mailto:x@y.example",
      ),
      "/docs/a.html": page("A", "/docs/", "b/c.html?utm_source=a"),
      "/docs/b/c.html": page("C", "../d.html", "?x=2&y=1", "?y=1&x=2"),
      "/docs/d.html": page("D"),
      "/docs/b/c.html?x=2&y=1": page("C with a query"),
      "/outside.html": page("Outside"),
    });
    const reader = await readerOf(site, { start: "/docs/" });
    const { items, error } = await reader.run();
    expect(error).toBeUndefined();
    expect(items).toEqual({
      "/docs/": "content",
      "/docs/a.html": "content",
      "/docs/b/c.html": "content",
      "/docs/d.html": "content",
      "/docs/b/c.html?x=2&y=1": "content",
    });
    expect((await reader.documents())["/docs/a.html"]).toMatch(/^# A\n\nThis is the page about A\./);
    // The start page is opened once to find the folder and once to be read.
    expect(site.requests.toSorted()).toEqual(["/robots.txt", "/docs/", ...Object.keys(items)].toSorted());
  });

  it("tells what it didn't read, and why", async () => {
    await using site = await openSite();
    const answers: Record<string, string | Answer> = {
      "/": page(
        "Home",
        ...[
          "gone",
          "refused",
          "broken",
          "picture.png",
          "empty",
          "noindex",
          "tag",
          "huge",
          "bomb",
          "away",
          "moved",
        ].map((name) => `/${name}`),
        "/cut",
        "/slow",
        `/${"x".repeat(2100)}`,
      ),
      "/refused": { status: 403 },
      "/broken": { status: 500 },
      "/picture.png": { headers: { "content-type": "image/png" }, body: "PNG" },
      "/empty": "<title>Empty</title><nav></nav>",
      "/noindex": '<meta name="robots" content="noindex"><p>Not this</p><a href="/behind">behind</a>',
      "/tag": { headers: { "x-robots-tag": "noindex, nofollow" }, body: page("Tag", "/never") },
      "/behind": page("Behind"),
      "/huge": { body: Buffer.alloc(10_100_000, "x ") },
      "/bomb": { headers: { "content-encoding": "gzip" }, body: gzipSync(Buffer.alloc(150_000_000)) },
      "/away": { status: 302, headers: { location: "http://127.0.0.2/" } },
      "/moved": { status: 301, headers: { location: "/target" } },
      "/target": page("Target"),
      "/cut": {
        raw: (_, response) =>
          response.writeHead(200, { "content-length": 999 }).write("half", () => response.destroy()),
      },
      "/slow": { raw: (_, response) => response.destroy() },
    };
    for (const [path, answer] of Object.entries(answers)) site.pages.set(path, answer);
    const reader = await readerOf(site);
    const { items, error } = await reader.run();
    expect(error).toBeUndefined();
    expect(items).toEqual({
      "/": "content",
      "/#links-not-followed": "skipped: 1 links not followed: the address is longer than 2048 characters",
      "/gone": "skipped: the site answered 404",
      "/refused": "failed: the site refuses to show it (403)",
      "/broken": "failed: the site answered 500",
      "/picture.png": "skipped: unsupported type: image/png",
      "/empty": "skipped: no text",
      "/noindex": "skipped: the page asks not to be indexed (noindex)",
      "/tag": "skipped: the page asks not to be indexed (noindex)",
      "/behind": "content",
      "/huge": "skipped: too large: a page has at most 10 MB",
      "/bomb": "skipped: too large: a page has at most 10 MB",
      "/away": "skipped: redirects outside the site: http://127.0.0.2/",
      "/moved": `skipped: redirects to ${site.origin}/target`,
      "/target": "content",
      "/cut": "failed: The connection broke off.",
      "/slow": "failed: The connection broke off.",
    });
    expect(site.requests).not.toContain("/never");
  });

  it("asks for as many pages at a time as the host's share allows, and no more", async () => {
    const names = Array.from({ length: 64 }, (_, i) => `/p${i}`);
    await using site = await openSite({ "/": page("Home", ...names) });
    const waiting: (() => void)[] = [];
    for (const name of names) {
      const raw: Answer["raw"] = (_, response) => {
        waiting.push(() => response.writeHead(200, { "content-type": "text/html" }).end(page(name)));
        // Answers once eight are waiting: fewer at a time and the crawl would never end.
        if (waiting.length === 8) for (const answer of waiting.splice(0)) answer();
      };
      site.pages.set(name, { raw });
    }
    const { items } = await (await readerOf(site)).run();
    expect(Object.values(items).filter((outcome) => outcome === "content")).toHaveLength(65);
    expect(site.mostAtOnce).toBe(8);
  });

  it("ends in a maze of loops", async () => {
    await using site = await openSite({
      "/": page("Home", "/loop-a", "/self", "/c/1"),
      "/loop-a": { status: 302, headers: { location: "/loop-b" } },
      "/loop-b": { status: 302, headers: { location: "/loop-a" } },
      "/self": { status: 301, headers: { location: "/self" } },
    });
    const deep = (path: string) => page(`At ${path}`, `${path}/1`, "..", "/");
    let path = "/c/1";
    for (let i = 0; i < 40; i++, path += "/1") site.pages.set(path, deep(path));
    const { items, error } = await (await readerOf(site)).run();
    expect(error).toBeUndefined();
    expect(items).toMatchObject({
      "/loop-a": `skipped: redirects to ${site.origin}/loop-b`,
      "/loop-b": `skipped: redirects to ${site.origin}/loop-a`,
      "/self": `skipped: redirects to ${site.origin}/self`,
    });
    expect(Object.keys(items).filter((key) => /^(\/c)(\/1)+$/.test(key))).toHaveLength(23);
  });

  it("reads linked files as documents, and says why it can't", async () => {
    const file = (type: string, body: string): Answer => ({
      headers: { "content-type": type, etag: '"1"' },
      body,
    });
    await using site = await openSite({
      "/": page("Home", "/report.pdf", "/vague.pdf", "/table.csv", "/broken.pdf", "/old.doc"),
      "/report.pdf": file("application/pdf", pdf),
      "/vague.pdf": file("application/octet-stream", pdf.replace("Annual", "Monthly")),
      "/table.csv": file("text/csv", "name,count\nrain,3\n"),
      "/broken.pdf": file("application/pdf", "%PDF-1.4 and nothing else"),
      "/old.doc": file("application/msword", "x"),
    });
    const reader = await readerOf(site);
    const { items } = await reader.run();
    expect(items).toMatchObject({
      "/report.pdf": "content",
      "/vague.pdf": "content",
      "/table.csv": "content",
    });
    expect(items["/broken.pdf"]).toMatch(/^failed: /);
    expect(items["/old.doc"]).toBe("skipped: unsupported type: application/msword");
    const documents = await reader.documents();
    expect(documents["/report.pdf"]).toContain("Annual report");
    expect(documents["/table.csv"]).toContain("| rain | 3 |");
    expect((await reader.run()).items["/report.pdf"]).toBe("unchanged");
  });

  it("decodes pages in the encodings of old sites", async () => {
    await using site = await openSite({
      "/": page("Home", "/latin", "/meta"),
      "/latin": {
        headers: { "content-type": "text/html; charset=iso-8859-1" },
        body: Buffer.from("<p>Grüße</p>", "latin1"),
      },
      "/meta": {
        headers: { "content-type": "text/html" },
        body: Buffer.from([...Buffer.from("<meta charset=windows-1251><p>"), 0xcf, 0xf0, 0xe8]),
      },
      "/text": { headers: { "content-type": "text/plain" }, body: "plain" },
    });
    const reader = await readerOf(site);
    await reader.run();
    expect(await reader.documents()).toMatchObject({ "/latin": "Grüße", "/meta": "При" });
  });
});

describe("settings", () => {
  const tree = {
    "/": page("Home", "/a", "/archive/x"),
    "/a": page("A", "/b"),
    "/b": page("B", "/c"),
    "/c": page("C"),
    "/archive/x": page("Archive", "/archive/y"),
    "/archive/y": page("Archive Y"),
  };

  it("leaves out what a pattern excludes, without asking for it", async () => {
    await using site = await openSite(tree);
    const { items } = await (await readerOf(site, { slots: { exclude: ["/archive"] } })).run();
    expect(items["/archive/x"]).toBe("skipped: excluded by the pattern /archive");
    expect(site.requests.some((path) => path.startsWith("/archive"))).toBe(false);
  });

  it("reads the start page for its links even when no include pattern matches it", async () => {
    await using site = await openSite(tree);
    const reader = await readerOf(site, { slots: { include: ["/archive/*"] } });
    const { items } = await reader.run();
    expect(items["/"]).toMatch(/^skipped: excluded/);
    expect(Object.keys(await reader.documents())).toEqual(["/archive/x", "/archive/y"]);
  });

  it("stops at max_depth and max_pages, and lists what lies beyond", async () => {
    await using site = await openSite(tree);
    const deep = await (await readerOf(site, { slots: { max_depth: 1 } })).run();
    expect(deep.items).toMatchObject({
      "/a": "content",
      "/b": "skipped: more than 1 links away from the start page",
    });
    const few = await (await readerOf(site, { slots: { max_pages: 3 } })).run();
    expect(Object.values(few.items).filter((outcome) => outcome === "content")).toHaveLength(3);
    expect(Object.values(few.items).filter((outcome) => /max_pages/.test(outcome)).length).toBeGreaterThan(0);
  });

  it("reads a single page only, and calls it by its address after redirects", async () => {
    await using site = await openSite({ ...tree, "/short": { status: 302, headers: { location: "/a" } } });
    const reader = await readerOf(site, { start: "/short", slots: { extraction_type: "single" } });
    expect((await reader.run()).items).toEqual({ "/a": "content" });
    expect(await reader.frontier()).toEqual(["/a"]);
  });

  it("gives up documents that a change of settings leaves out", async () => {
    await using site = await openSite(tree);
    const reader = await readerOf(site);
    await reader.run();
    const { items } = await reader.run({ slots: { extraction_type: "single" } });
    expect(items).toMatchObject({ "/": "unchanged", "/a": "gone: no longer part of the crawl's settings" });
    expect(Object.keys(await reader.documents())).toEqual(["/"]);
    await reader.run({ slots: { extraction_type: "single" } });
    expect(await reader.frontier()).toEqual(["/"]);
  });

  it("reads all pages anew when their owner changes", async () => {
    await using site = await openSite(tree);
    const reader = await readerOf(site);
    await reader.run();
    const { items, written } = await reader.run({ slots: { email: "new@example.com" } });
    expect(new Set(Object.values(items))).toEqual(new Set(["content"]));
    expect(written).toHaveLength(6);
  });
});

describe("robots.txt", () => {
  const pages = { "/": page("Home", "/open", "/closed"), "/open": page("Open"), "/closed": page("Closed") };
  const robots = (answer: Answer) => ({
    ...pages,
    "/robots.txt": { headers: { "content-type": "text/plain" }, ...answer },
  });

  it("is obeyed, and can be turned off", async () => {
    await using site = await openSite(robots({ body: "User-agent: tributary\nDisallow: /closed" }));
    expect((await (await readerOf(site)).run()).items).toMatchObject({
      "/open": "content",
      "/closed": "skipped: robots.txt doesn't allow it",
    });
    const { items } = await (await readerOf(site, { slots: { respect_robots: false } })).run();
    expect(items["/closed"]).toBe("content");
  });

  it.each([404, 403, 401])(
    "allows everything when it is answered with %i, whatever the body says",
    async (status) => {
      await using site = await openSite(robots({ status, body: "User-agent: *\nDisallow: /" }));
      expect(Object.keys((await (await readerOf(site)).run()).items)).toHaveLength(3);
    },
  );

  it.each([500, 503])("forbids everything for now when it is answered with %i", async (status) => {
    await using site = await openSite(robots({ status }));
    const { items, error } = await (await readerOf(site)).run();
    expect(error).toMatchObject({ kind: "unavailable" });
    expect(items).toEqual({});
    expect(site.requests).toEqual(["/robots.txt"]);
  });

  it("says so when it forbids the start page", async () => {
    await using site = await openSite(robots({ body: "User-agent: *\nDisallow: /" }));
    expect((await (await readerOf(site)).run()).error).toMatchObject({ kind: "misconfigured" });
  });

  it("is followed through redirects, and its delay is kept", async () => {
    await using site = await openSite({
      ...pages,
      "/robots.txt": { status: 301, headers: { location: "/r2" } },
      "/r2": { body: "User-agent: *\nCrawl-delay: 0.15\nDisallow: /closed" },
    });
    const started = performance.now();
    const { items } = await (await readerOf(site)).run();
    expect(items["/closed"]).toMatch(/robots/);
    expect(performance.now() - started).toBeGreaterThan(150);
    expect(site.mostAtOnce).toBe(1);
  });

  it("marks links that aren't followed", async () => {
    await using site = await openSite({
      "/": '<title>H</title><p>Home</p><a rel="nofollow" href="/a">a</a><a href="/b">b</a>',
      "/b": '<meta name="robots" content="nofollow"><p>B</p><a href="/c">c</a>',
    });
    expect(Object.keys((await (await readerOf(site)).run()).items)).toEqual(["/", "/b"]);
  });
});

describe("sitemaps", () => {
  const slots = { use_sitemap: true };
  const urlset = (...urls: string[]) =>
    `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls.map((url) => `<url><loc>${url}</loc></url>`).join("")}</urlset>`;

  it("finds pages that nothing links to, through an index and gzip", async () => {
    await using site = await openSite({
      "/docs/": page("Home"),
      "/docs/hidden": page("Hidden"),
      "/docs/deep": page("Deep"),
    });
    site.pages.set("/robots.txt", {
      body: `Sitemap: ${site.origin}/map-index.xml\nSitemap: ${site.origin}/none.xml`,
    });
    site.pages.set("/map-index.xml", {
      body: `<sitemapindex><sitemap><loc>${site.origin}/map.xml.gz</loc></sitemap><sitemap><loc>${site.origin}/map-index.xml</loc></sitemap></sitemapindex>`,
    });
    site.pages.set("/map.xml.gz", {
      headers: { "content-type": "application/gzip" },
      body: gzipSync(
        urlset(
          `${site.origin}/docs/hidden`,
          `${site.origin}/docs/deep#x`,
          `${site.origin}/other`,
          "http://127.0.0.9/",
        ),
      ),
    });
    const { items, error } = await (await readerOf(site, { start: "/docs/", slots })).run();
    expect(error).toBeUndefined();
    expect(items).toEqual({
      "/none.xml": "skipped: sitemap not read: The site answered 404.",
      "/docs/": "content",
      "/docs/hidden": "content",
      "/docs/deep": "content",
    });
  });

  it("tries the usual place, and says nothing when there is none", async () => {
    await using site = await openSite({ "/": page("Home"), "/x": page("X") });
    expect(Object.keys((await (await readerOf(site, { slots })).run()).items)).toEqual(["/"]);
    site.pages.set("/sitemap.xml", urlset(`${site.origin}/x`));
    expect(Object.keys((await (await readerOf(site, { slots })).run()).items)).toEqual(["/", "/x"]);
  });

  it("doesn't read a sitemap from a private host", async () => {
    await using other = await openSite({ "/map.xml": urlset("http://example.com/") }, "127.0.0.2");
    await using site = await openSite({
      "/": page("Home"),
      "/robots.txt": { body: `Sitemap: ${other.origin}/map.xml` },
    });
    const { items } = await (await readerOf(site, { slots })).run();
    expect(Object.values(items).filter((outcome) => outcome.includes("may not be read"))).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });
});

describe("pages that say the same", () => {
  it("keeps the one found first", async () => {
    await using site = await openSite({
      "/": page("Home", "/one", "/two", "/three"),
      "/one": page("Same"),
      "/two": page("Same"),
      "/three": page("Other"),
    });
    const reader = await readerOf(site);
    expect((await reader.run()).items).toMatchObject({
      "/one": "content",
      "/two": `skipped: same as ${site.origin}/one`,
    });
    // When the first one goes, the second takes its place.
    site.pages.delete("/one");
    expect((await reader.run()).items).toMatchObject({
      "/one": "gone: the site answered 404",
      "/two": "content",
    });
    expect(Object.keys(await reader.documents())).toEqual(["/", "/three", "/two"]);
  });

  const canonical = (title: string, href: string) => `<link rel="canonical" href="${href}">${page(title)}`;

  it.each([
    ["first", ["/main", "/print"]],
    ["last", ["/print", "/main"]],
    ["nowhere but in the canonical link", ["/print"]],
  ])("lets the canonical page stand for its twins when it is linked %s", async (_, links) => {
    await using site = await openSite({
      "/": page("Home", ...links),
      "/print": canonical("Print version", "/main"),
      "/main": page("The real page"),
    });
    const reader = await readerOf(site);
    expect((await reader.run()).items).toEqual({
      "/": "content",
      "/main": "content",
      "/print": `skipped: same as ${site.origin}/main`,
    });
    expect((await reader.run()).items).toMatchObject({
      "/main": "unchanged",
      "/print": `skipped: same as ${site.origin}/main`,
    });
  });

  it.each([
    ["isn't there", undefined],
    ["redirects back", { status: 301, headers: { location: "/print" } }],
    ["isn't a page", { headers: { "content-type": "image/png" } }],
    ["names the first as its own", '<link rel="canonical" href="/print"><title>M</title><p>Main</p>'],
  ] satisfies [string, Answer | string | undefined][])(
    "loses nothing when the canonical page %s",
    async (_, main) => {
      await using site = await openSite({
        "/": page("Home", "/print"),
        "/print": canonical("Print version", "/main"),
      });
      if (main) site.pages.set("/main", main);
      const reader = await readerOf(site);
      await reader.run();
      expect(Object.values(await reader.documents()).join()).toMatch(/Print version|Main/);
    },
  );

  it("doesn't mind another spelling or another host in a canonical link", async () => {
    await using site = await openSite({
      "/": page("Home", "/a", "/b"),
      "/a": canonical("A", "/a/"),
      "/b": canonical("B", "http://elsewhere.example/b"),
    });
    const reader = await readerOf(site);
    await reader.run();
    expect(Object.keys(await reader.documents())).toEqual(["/", "/a", "/b"]);
  });
});
