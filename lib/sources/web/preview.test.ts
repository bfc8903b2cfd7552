import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import { type PreviewItem, type PreviewPart, SourceError } from "#lib/connectors/source.ts";
import { webScraperSlots } from "#lib/connectors/web_scraper/slots.ts";
import { createWebScraper } from "#lib/connectors/web_scraper/source.ts";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { pauseHost } from "#lib/sources/host-share.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { SiteReader } from "./testing/reader.ts";
import { type Answer, openSite, page, type Site } from "./testing/site.ts";

let database: TestDatabase;
let blobRoot: string;
beforeAll(async () => {
  database = await createTestDatabase();
  blobRoot = await mkdtemp(join(tmpdir(), "tributary-preview-"));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(blobRoot, { recursive: true });
});

type Slots = Record<string, string | number | boolean | string[]>;
type Options = { slots?: Slots; limit?: number; start?: string };

const slotsOf = (site: Site, { slots = {}, start = "/" }: Options) => ({
  url: site.origin + start,
  extraction_type: "all",
  email: "ada@example.com",
  ...slots,
});

const readerOf = (site: Site, options: Options) =>
  new SiteReader(database.db, localBlobs(blobRoot), slotsOf(site, options), {
    allow: [site.host],
    extractFile: async ({ name }) => ({ text: `Text of ${name}`, mime: "application/pdf", metadata: {} }),
  }).open();

/** All that a preview tells, put together. */
async function preview(site: Site, options: Options = {}) {
  const { inWorkspace } = new SiteReader(
    database.db,
    localBlobs(blobRoot),
    { url: site.origin },
    { allow: [] },
  );
  const fetch = createGuardedFetch({ allowPrivateHosts: [site.host] });
  const ending = new AbortController();
  const parts = createWebScraper(() => fetch).preview({
    workspaceId: "w",
    connectorId: null,
    slots: webScraperSlots.parse(slotsOf(site, options)),
    credentials: null,
    signal: ending.signal,
    limit: options.limit ?? 50,
    inWorkspace,
  });
  const items: PreviewItem[] = [];
  const told: Omit<PreviewPart, "items"> = {};
  try {
    for await (const { items: more = [], ...rest } of parts) {
      items.push(...more);
      Object.assign(told, rest);
    }
  } finally {
    ending.abort();
    await fetch.close();
  }
  return { items, ...told, outcomes: outcomes(items) };
}

const pathOf = ({ key }: PreviewItem) => key.replace(/^https?:\/\/[^/]+/, "");

/** Written as a `SiteReader` writes what a run told. */
function outcomes(items: readonly PreviewItem[]): Record<string, string> {
  const written = items.map((item) => {
    return [pathOf(item), item.kind === "content" ? "content" : `${item.kind}: ${item.reason}`];
  });
  expect(new Set(written.map(([path]) => path)).size, "each is told once").toBe(items.length);
  return Object.fromEntries(written);
}

/** A site with something of everything. Paths of a real run's outcomes, to be foretold. */
const everything: Record<string, string | Answer> = {
  "/robots.txt": { body: "User-agent: *\nDisallow: /docs/private" },
  "/sitemap.xml": {
    body: `<urlset><url><loc>ORIGIN/docs/unlinked</loc></url><url><loc>ORIGIN/outside</loc></url>
      <url><loc>ORIGIN/docs/archive/1</loc></url></urlset>`,
  },
  "/docs/": page(
    "Home",
    ..."a gone refused broken picture.png empty noindex private moved copy named twice.pdf archive/2".split(
      " ",
    ),
    "/outside",
    "https://elsewhere.example/",
    `/docs/${"x".repeat(2100)}`,
  ),
  "/docs/a": page("A", "deep"),
  "/docs/deep": page("Deep"),
  "/docs/unlinked": page("Unlinked"),
  "/docs/refused": { status: 403 },
  "/docs/broken": { status: 500 },
  "/docs/picture.png": { headers: { "content-type": "image/png" }, body: "PNG" },
  "/docs/empty": "<title>Empty</title><nav></nav>",
  "/docs/noindex": '<meta name="robots" content="noindex"><p>Not this</p>',
  "/docs/moved": { status: 301, headers: { location: "/docs/target" } },
  "/docs/target": page("Target"),
  "/docs/copy": page("A", "deep"),
  "/docs/named": `<link rel="canonical" href="/docs/proper"><title>Named</title><p>By another name</p>`,
  "/docs/proper": page("Proper"),
  "/docs/twice.pdf": { headers: { "content-type": "application/pdf" }, body: "%PDF-1.4 of some length" },
};

function siteWithEverything(): Promise<Site> {
  return openSite().then((site) => {
    for (const [path, answer] of Object.entries(everything)) {
      const isSitemap = path === "/sitemap.xml" && typeof answer === "object";
      site.pages.set(
        path,
        isSitemap ? { body: String(answer.body).replaceAll("ORIGIN", site.origin) } : answer,
      );
    }
    return site;
  });
}

it("foretells what a run then does, item by item, and keeps nothing", async () => {
  await using site = await siteWithEverything();
  const options = { start: "/docs/", slots: { exclude: ["/docs/archive"], use_sitemap: true } };
  const { outcomes: foretold, ...told } = await preview(site, options);
  expect(await readdir(blobRoot)).toEqual([]);
  const reader = await readerOf(site, options);
  const run = await reader.run();
  expect(run.error).toBeUndefined();
  expect(foretold).toEqual(run.items);
  const documents = Object.values(run.items).filter((kind) => kind === "content").length;
  expect(documents).toBe(7);
  expect(told).toMatchObject({
    resolved: `${site.origin}/docs/*`,
    estimatedTotal: documents,
    hasMore: false,
  });
  expect(told.items[0]).toEqual({
    key: `${site.origin}/docs/`,
    title: "Home",
    link: `${site.origin}/docs/`,
    kind: "content",
    mime: "text/html",
    sizeBytes: String(everything["/docs/"]).length,
  });
  expect(told.items.find((item) => pathOf(item) === "/docs/twice.pdf")).toMatchObject({
    title: "twice.pdf",
    kind: "content",
    mime: "application/pdf",
  });
});

it("shows so many items, asks for no more, and says that there are more", async () => {
  const links = Array.from({ length: 60 }, (_, at) => `/p${at}`);
  await using site = await openSite({ "/": page("Home", ...links) });
  for (const link of links) site.pages.set(link, page(link));
  const { items, hasMore, estimatedTotal } = await preview(site, { limit: 5, slots: { use_sitemap: false } });
  expect(items.map(pathOf)).toEqual(["/", "/p0", "/p1", "/p2", "/p3"]);
  expect({ hasMore, estimatedTotal }).toEqual({ hasMore: true, estimatedTotal: undefined });
  expect(site.requests.toSorted()).toEqual(["/", "/", "/p0", "/p1", "/p2", "/p3", "/robots.txt"]);
});

it("estimates the whole by the sitemap, without what is left out, and doesn't let that fill the page", async () => {
  const urls = Array.from({ length: 100 }, (_, at) => `/old/${at}`).concat(["/a", "/b", "/private", "/c"]);
  await using site = await openSite({
    "/robots.txt": { body: "User-agent: *\nDisallow: /private" },
    "/": page("Home"),
    "/a": page("A"),
    "/b": page("B"),
  });
  const entries = urls.map((url) => `<url><loc>${site.origin}${url}</loc></url>`).join("");
  site.pages.set("/sitemap.xml", { body: `<urlset>${entries}</urlset>` });
  const {
    outcomes: seen,
    estimatedTotal,
    hasMore,
  } = await preview(site, { limit: 4, slots: { exclude: ["/old"] } });
  expect(seen).toEqual({
    "/": "content",
    "/old/0": "skipped: excluded by the pattern /old",
    "/old/1": "skipped: excluded by the pattern /old",
    "/a": "content",
    "/b": "content",
    "/private": "skipped: robots.txt doesn't allow it",
  });
  expect({ estimatedTotal, hasMore }).toEqual({ estimatedTotal: 4, hasMore: true });
});

it("counts a large sitemap up to a limit, and says so", async () => {
  const urls = Array.from({ length: 45_000 }, (_, at) => `/p${at}`);
  await using site = await openSite({ "/": page("Home") });
  site.pages.set("/sitemap.xml", { body: urls.map((url) => site.origin + url).join("\n") });
  const told = await preview(site, { limit: 1 });
  expect(told).toMatchObject({
    outcomes: { "/": "content" },
    estimatedTotal: 20_001,
    hasMore: true,
    note: "The site's sitemaps name more than 20,000 pages; the rest wasn't counted.",
  });
});

it("keeps the pace that the site asks for", async () => {
  await using site = await openSite({
    "/robots.txt": { body: "User-agent: *\nCrawl-delay: 0.2" },
    "/": page("Home", "/a", "/b"),
    "/a": page("A"),
    "/b": page("B"),
  });
  const began = performance.now();
  const { items, note } = await preview(site, { slots: { use_sitemap: false } });
  expect(items.map(pathOf)).toEqual(["/", "/a", "/b"]);
  expect(performance.now() - began).toBeGreaterThan(350);
  expect(site.mostAtOnce).toBe(1);
  expect(note).toMatch(/0\.2 seconds between two requests/);
});

it("reads a single page alone", async () => {
  await using site = await openSite({ "/a": page("A", "/b"), "/b": page("B"), "/sitemap.xml": "" });
  const told = await preview(site, { start: "/a", slots: { extraction_type: "single" } });
  expect(told).toMatchObject({
    outcomes: { "/a": "content" },
    resolved: `${site.origin}/a`,
    estimatedTotal: 1,
    hasMore: false,
  });
});

it("obeys limits of pages and links", async () => {
  await using site = await openSite({
    "/": page("Home", "/a"),
    "/a": page("A", "/b"),
    "/b": page("B", "/c"),
  });
  const slots = { use_sitemap: false };
  expect((await preview(site, { slots: { ...slots, max_pages: 2 } })).outcomes).toEqual({
    "/": "content",
    "/a": "content",
    "/b": "skipped: over the limit of pages (max_pages)",
  });
  expect((await preview(site, { slots: { ...slots, max_depth: 1 } })).outcomes).toEqual({
    "/": "content",
    "/a": "content",
    "/b": "skipped: more than 1 links away from the start page",
  });
});

it("leaves a site alone that asked for it", async () => {
  await using site = await openSite({ "/": page("Home", "/a"), "/a": { status: 429 } });
  await expect(preview(site)).rejects.toThrow("asks to come back later");
  site.requests.length = 0;
  const reader = await readerOf(site, {});
  await reader.inWorkspace((trx) => pauseHost(trx, site.host, new Date(Date.now() + 60_000)));
  await expect(preview(site)).rejects.toBeInstanceOf(SourceError);
  expect(site.requests).toEqual([]);
});
