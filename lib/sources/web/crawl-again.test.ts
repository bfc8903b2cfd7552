import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "#db/testing/database.ts";
import type { Json, JsonObject } from "#lib/connectors/source.ts";
import { leaveHost, pauseHost, shareHost } from "#lib/sources/host-share.ts";
import { localBlobs } from "#lib/storage/local-blobs.ts";
import { type RunResult, SiteReader } from "./testing/reader.ts";
import { type Answer, openSite, page, type Site } from "./testing/site.ts";

let database: TestDatabase;
let blobRoot: string;
beforeAll(async () => {
  database = await createTestDatabase();
  blobRoot = await mkdtemp(join(tmpdir(), "tributary-crawl-"));
});
afterAll(async () => {
  await database[Symbol.asyncDispose]();
  await rm(blobRoot, { recursive: true });
});

type ReaderOptions = {
  slots?: { [key: string]: Json };
  allow?: string[];
  credentials?: JsonObject;
  start?: string;
};

const readerOf = (site: Site, { slots, allow = [], credentials, start = "/" }: ReaderOptions = {}) =>
  new SiteReader(
    database.db,
    localBlobs(blobRoot),
    { url: site.origin + start, ...slots },
    { allow: [site.host, ...allow], credentials },
  ).open();

const redirect = (status: number, location: string): Answer => ({ status, headers: { location } });

describe("a later run", () => {
  it("asks whether pages changed, and writes only what did", async () => {
    await using site = await openSite({
      "/": page("Home", "/a", "/b", "/c"),
      "/a": page("A"),
      "/b": page("B"),
      "/c": page("C"),
    });
    const reader = await readerOf(site);
    expect((await reader.run()).written).toHaveLength(4);
    site.pages.set("/b", page("B", "/new"));
    site.pages.set("/new", page("New"));
    site.pages.delete("/c");
    const { items, written } = await reader.run();
    expect(items).toEqual({
      "/": "unchanged",
      "/a": "unchanged",
      "/b": "content",
      "/c": "gone: the site answered 404",
      "/new": "content",
    });
    expect(written).toEqual(["/b", "/new"]);
    expect(site.headers.get("/a")?.["if-none-match"]).toBeTypeOf("string");
    expect(Object.keys(await reader.documents())).toEqual(["/", "/a", "/b", "/new"]);
  });

  it("knows an unchanged page by its bytes where the site has no validators", async () => {
    await using site = await openSite({ "/": { body: page("Home", "/a") }, "/a": { body: page("A") } });
    const reader = await readerOf(site);
    await reader.run();
    expect((await reader.run()).items).toEqual({ "/": "unchanged", "/a": "unchanged" });
  });

  it("sends If-Modified-Since where there is only that", async () => {
    await using site = await openSite({
      "/": { headers: { "last-modified": "Sun, 01 Mar 2026 12:00:00 GMT" }, body: page("Home") },
    });
    const reader = await readerOf(site);
    await reader.run();
    await reader.run();
    expect(site.headers.get("/")?.["if-modified-since"]).toBe("Sun, 01 Mar 2026 12:00:00 GMT");
  });

  it("writes nothing to the frontier when nothing changed", async () => {
    await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A") });
    const reader = await readerOf(site);
    await reader.run();
    const rows = () =>
      reader.inWorkspace((trx) =>
        trx
          .selectFrom("crawl_pages")
          .selectAll()
          .select("xmin" as never)
          .orderBy("seq")
          .execute(),
      );
    const before = await rows();
    await reader.run();
    expect(await rows()).toEqual(before);
  });

  it("forgets a page after it was gone three runs in a row", async () => {
    await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A") });
    const reader = await readerOf(site);
    await reader.run();
    site.pages.delete("/a");
    const outcomes: (string | undefined)[] = [];
    for (let i = 0; i < 4; i++) outcomes.push((await reader.run()).items["/a"]);
    expect(outcomes).toEqual([
      "gone: the site answered 404",
      "skipped: the site answered 404",
      "skipped: the site answered 404",
      undefined,
    ]);
    expect(await reader.frontier()).toEqual(["/"]);
  });

  it("brings a page back that was gone", async () => {
    await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A") });
    const reader = await readerOf(site);
    await reader.run();
    site.pages.delete("/a");
    await reader.run();
    site.pages.set("/a", page("A"));
    expect((await reader.run()).items["/a"]).toBe("content");
    expect(Object.keys(await reader.documents())).toEqual(["/", "/a"]);
  });

  it.each([
    ["is refused", { status: 403 }, /^failed/, true],
    ["asks for a sign-in", { status: 401 }, /^failed/, true],
    ["fails", { status: 500 }, /^failed/, true],
    ["breaks off", { raw: (_, response) => response.destroy() }, /^failed/, true],
    ["is gone", { status: 410 }, /^gone/, false],
    ["moves within the site", redirect(301, "/b"), /^gone: redirects to/, false],
    ["moves away", redirect(308, "http://127.0.0.2/"), /^gone: redirects outside/, false],
    ["redirects for now", redirect(302, "/b"), /^failed: redirects to/, true],
    ["asks not to be indexed", { headers: { "x-robots-tag": "noindex" }, body: page("A") }, /^gone/, false],
    ["becomes a picture", { headers: { "content-type": "image/png" }, body: "x" }, /^skipped/, true],
  ] satisfies [string, Answer, RegExp, boolean][])(
    "when a page %s, keeps or ends its document",
    async (_, answer, outcome, kept) => {
      await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A"), "/b": page("B") });
      const reader = await readerOf(site);
      await reader.run();
      site.pages.set("/a", answer);
      expect((await reader.run()).items["/a"]).toMatch(outcome);
      expect(Object.keys(await reader.documents()).includes("/a")).toBe(kept);
    },
  );

  it("ends a document whose page redirects for now three runs in a row", async () => {
    await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A"), "/b": page("B") });
    const reader = await readerOf(site);
    await reader.run();
    site.pages.set("/a", redirect(302, "/b"));
    expect((await reader.run()).items["/a"]).toMatch(/^failed/);
    expect((await reader.run()).items["/a"]).toMatch(/^failed/);
    expect((await reader.run()).items["/a"]).toMatch(/^gone/);
  });

  it("reads all pages anew every twentieth time", async () => {
    await using site = await openSite({ "/": page("Home") });
    const reader = await readerOf(site);
    await reader.run();
    reader.cursor = { ...(reader.cursor as JsonObject), runs: 19 };
    expect((await reader.run()).items["/"]).toBe("content");
    expect((await reader.run()).items["/"]).toBe("unchanged");
  });
});

describe("some items alone", () => {
  it("names those and no others", async () => {
    await using site = await openSite({
      "/": page("Home", "/a", "/b"),
      "/a": { status: 500 },
      "/b": page("B"),
    });
    const reader = await readerOf(site);
    expect((await reader.run()).items["/a"]).toMatch(/^failed/);
    site.pages.set("/a", page("A", "/new", `/${"x".repeat(2100)}`));
    site.pages.set("/new", page("New"));
    const keys = ["/a", "/unknown"].map((path) => site.origin + path);
    expect((await reader.run({ onlyKeys: keys })).items).toEqual({
      "/a": "content",
      "/unknown": "skipped: the crawl doesn't know this address any more",
    });
    expect((await reader.run()).items).toMatchObject({
      "/": "unchanged",
      "/a": "unchanged",
      "/new": "content",
    });
  });

  it("ends no document", async () => {
    await using site = await openSite({ "/": page("Home", "/a"), "/a": page("A") });
    const reader = await readerOf(site);
    await reader.run();
    site.pages.delete("/a");
    const { items } = await reader.run({ onlyKeys: [`${site.origin}/a`] });
    expect(items).toEqual({ "/a": "skipped: the site answered 404" });
    expect(Object.keys(await reader.documents())).toEqual(["/", "/a"]);
  });
});

describe("resuming", () => {
  const names = Array.from({ length: 40 }, (_, i) => `/p${i}`);
  const pagesOfSite = () => {
    const pages: Record<string, string | Answer> = {
      "/": page("Home", ...names.slice(0, 10), "/gone", "/twin"),
    };
    names.forEach((name, i) => {
      pages[name] = page(`Page ${i}`, ...names.slice(10 + i * 3, 13 + i * 3), "/", name);
    });
    pages["/twin"] = `<link rel="canonical" href="/p39">${page("Twin")}`;
    pages["/p7"] = { status: 500 };
    pages["/p8"] = redirect(301, "/p38");
    return pages;
  };

  it("gives the same result from each of its checkpoints", async () => {
    await using site = await openSite(pagesOfSite());
    const whole = await readerOf(site);
    const expected = await whole.run();
    const documents = await whole.documents();
    expect(expected.checkpoints.length).toBeGreaterThan(4);
    for (let stopAfter = 1; stopAfter < expected.checkpoints.length; stopAfter++) {
      const reader = await readerOf(site);
      const first = await reader.run({ stopAfter });
      const rest = await reader.run();
      expect(rest.error).toBeUndefined();
      // Told by one worker or the other, never by both.
      const both = Object.keys(first.items).filter((key) => key in rest.items);
      expect(both).toEqual([]);
      expect({ ...first.items, ...rest.items }).toEqual(expected.items);
      expect(await reader.documents()).toEqual(documents);
    }
  });

  it("reads nothing twice when it resumes after each batch", async () => {
    await using site = await openSite(pagesOfSite());
    const reader = await readerOf(site);
    const all: RunResult["items"] = {};
    for (let worker = 0; worker < 100; worker++) {
      const { items, checkpoints } = await reader.run({ stopAfter: 1 });
      for (const key of Object.keys(items)) expect(all).not.toHaveProperty([key]);
      Object.assign(all, items);
      if (checkpoints.length === 0 || reader.cursor !== null) break;
    }
    // Six pages are linked only from the two that can't be read.
    expect(Object.keys(all)).toHaveLength(37);
  });

  it("keeps a checkpoint small while one page hangs", async () => {
    const many = Array.from({ length: 300 }, (_, i) => `/m${i}`);
    await using site = await openSite(Object.fromEntries(many.map((name) => [name, page(name)])));
    site.pages.set("/", page("Home", "/hangs", ...many));
    let release: (() => void) | undefined;
    const hanging = new Promise<void>((resolve) => {
      release = resolve;
    });
    const raw: Answer["raw"] = async (_, response) => {
      await hanging;
      response.writeHead(200, { "content-type": "text/html" }).end(page("Late"));
    };
    site.pages.set("/hangs", { raw });
    site.pages.set("/m299", () => {
      release?.();
      return page("Last");
    });
    const { items, checkpoints } = await (await readerOf(site)).run();
    expect(items["/hangs"]).toBe("content");
    for (const checkpoint of checkpoints) expect(JSON.stringify(checkpoint).length).toBeLessThan(4000);
  });
});

describe("a site that pushes back", () => {
  it("is left alone until the instant it asks for, with what was read stored", async () => {
    await using site = await openSite({
      "/": page("Home", "/a", "/b", "/c"),
      "/a": page("A"),
      "/c": page("C"),
    });
    let limited = true;
    site.pages.set("/b", () => (limited ? { status: 429, headers: { "retry-after": "120" } } : page("B")));
    const reader = await readerOf(site);
    const before = Date.now();
    const first = await reader.run();
    expect(first.error).toMatchObject({ kind: "rate_limited" });
    const { retryAt } = first.error as { retryAt: Date };
    expect(retryAt.getTime() - before).toBeGreaterThanOrEqual(119_000);
    expect(first.items["/"]).toBe("content");
    expect(first.items["/b"]).toBeUndefined();
    // Other runs on the host are held back too, until then.
    const asked = site.requests.length;
    expect((await reader.run()).error).toMatchObject({ kind: "rate_limited" });
    expect(site.requests.length).toBe(asked);
    limited = false;
    await reader.inWorkspace((trx) => trx.deleteFrom("host_pauses").execute());
    const second = await reader.run();
    expect(second.error).toBeUndefined();
    expect({ ...first.items, ...second.items }).toEqual({
      "/": "content",
      "/a": "content",
      "/b": "content",
      "/c": "content",
    });
  });

  it("obeys 503 with Retry-After, and takes 503 without for a failure", async () => {
    await using site = await openSite({
      "/": page("Home", "/a"),
      "/a": { status: 503, headers: { "retry-after": "5" } },
    });
    expect((await (await readerOf(site)).run()).error).toMatchObject({ kind: "rate_limited" });
    const reader = await readerOf(site);
    await reader.inWorkspace((trx) => trx.deleteFrom("host_pauses").execute());
    site.pages.set("/a", { status: 503 });
    expect((await reader.run()).items["/a"]).toBe("failed: the site answered 503");
  });

  it("gives up a page that asks to come back later again and again", async () => {
    await using site = await openSite({
      "/": page("Home", "/a"),
      "/a": { status: 429, headers: { "retry-after": "1" } },
    });
    const reader = await readerOf(site);
    let last: RunResult | undefined;
    for (let attempt = 0; attempt < 10 && (attempt === 0 || last?.error); attempt++) {
      last = await reader.run();
      await reader.inWorkspace((trx) => trx.deleteFrom("host_pauses").execute());
    }
    expect(last?.error).toBeUndefined();
    expect(last?.items["/a"]).toBe("failed: the site kept asking to come back later");
  });

  it("stops when it goes down in the middle, and goes on where it was", async () => {
    const names = Array.from({ length: 60 }, (_, i) => `/p${i}`);
    await using site = await openSite({ "/": page("Home", ...names) });
    let isDown = false;
    for (const name of names) {
      site.pages.set(name, () => {
        isDown ||= name === "/p20" && site.requests.length < 40;
        return isDown ? { status: 502 } : page(name);
      });
    }
    const reader = await readerOf(site);
    const first = await reader.run();
    expect(first.error).toMatchObject({ kind: "unavailable" });
    expect(Object.values(first.items).filter((outcome) => outcome !== "content")).toEqual([]);
    isDown = false;
    const second = await reader.run();
    expect(second.error).toBeUndefined();
    expect(Object.keys({ ...first.items, ...second.items })).toHaveLength(61);
    expect(Object.values(second.items).every((outcome) => outcome === "content")).toBe(true);
  });

  it("stops when a small site goes down, and takes a page that fails alone for that page's failure", async () => {
    await using site = await openSite({ "/": page("Home", "/a", "/b"), "/a": page("A"), "/b": page("B") });
    const reader = await readerOf(site);
    await reader.run();
    let asked = 0;
    const startPage = site.pages.get("/");
    site.pages.set("/", () => (asked++ === 0 ? page("Home", "/a", "/b") : { status: 502 }));
    for (const path of ["/a", "/b"]) site.pages.set(path, { status: 502 });
    const down = await reader.run();
    expect(down).toMatchObject({ error: { kind: "unavailable" }, items: {} });
    site.pages.set("/", startPage ?? page("Home"));
    site.pages.set("/a", page("A"));
    const second = await reader.run();
    expect(second.error).toBeUndefined();
    expect(second.items).toMatchObject({ "/b": "failed: the site answered 502" });
  });

  it.each([
    ["isn't there", { status: 404 }, "misconfigured"],
    ["asks for a sign-in", { status: 401 }, "credentials"],
    ["is refused", { status: 403 }, "misconfigured"],
    ["fails", { status: 500 }, "unavailable"],
    ["is limited", { status: 429 }, "rate_limited"],
    ["leads to a private host", redirect(302, "http://127.0.0.2:1/"), "misconfigured"],
    ["breaks off", { raw: (_, response) => response.destroy() }, "unavailable"],
  ] satisfies [string, Answer, string][])(
    "says what to do when the start page %s",
    async (_, answer, kind) => {
      await using site = await openSite({ "/": answer });
      const reader = await readerOf(site);
      expect((await reader.run()).error).toMatchObject({ kind });
      await reader.inWorkspace((trx) => trx.deleteFrom("host_pauses").execute());
    },
  );

  it("tells a single page that is gone", async () => {
    await using site = await openSite({ "/": page("Home") });
    const reader = await readerOf(site, { slots: { extraction_type: "single" } });
    await reader.run();
    site.pages.delete("/");
    expect((await reader.run()).items).toEqual({ "/": "gone: the site answered 404" });
  });

  it("stops at once when the run is cancelled", async () => {
    await using site = await openSite({ "/": page("Home", "/hangs") });
    const controller = new AbortController();
    const reason = new Error("cancelled");
    site.pages.set("/hangs", { raw: () => controller.abort(reason) });
    expect((await (await readerOf(site)).run({ signal: controller.signal })).error).toBe(reason);
  });
});

describe("a host shared by several runs", () => {
  it("is shared evenly, and free again when a run leaves", async () => {
    await using site = await openSite();
    const { inWorkspace } = await readerOf(site);
    const [one, two] = ["00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"];
    expect(await inWorkspace((trx) => shareHost(trx, "h", one))).toEqual({ runs: 1, pausedUntil: undefined });
    expect(await inWorkspace((trx) => shareHost(trx, "h", two))).toMatchObject({ runs: 2 });
    expect(await inWorkspace((trx) => shareHost(trx, "h", one))).toMatchObject({ runs: 2 });
    await inWorkspace((trx) => leaveHost(trx, "h", two));
    expect(await inWorkspace((trx) => shareHost(trx, "h", one))).toMatchObject({ runs: 1 });
    const until = new Date(Date.now() + 60_000);
    await inWorkspace((trx) => pauseHost(trx, "h", until));
    await inWorkspace((trx) => pauseHost(trx, "h", new Date(Date.now() + 1000)));
    expect((await inWorkspace((trx) => shareHost(trx, "h", one))).pausedUntil).toEqual(until);
  });

  it("is free again after a crawl", async () => {
    await using site = await openSite({ "/": page("Home") });
    const reader = await readerOf(site);
    await reader.run();
    const rows = await reader.inWorkspace((trx) =>
      trx.selectFrom("host_shares").where("host", "=", site.host).execute(),
    );
    expect(rows).toEqual([]);
  });
});

describe("credentials", () => {
  it("go to the start page's origin, robots.txt included, and nowhere else", async () => {
    await using other = await openSite({ "/page": page("Other") }, "127.0.0.2");
    await using site = await openSite({
      "/": page("Home", "/a", "/away"),
      "/a": page("A"),
      "/away": redirect(302, `${other.origin}/page`),
    });
    const allow = [other.host];
    await (await readerOf(site, { allow, credentials: { username: "ada", password: "s€cret" } })).run();
    const sent = `Basic ${Buffer.from("ada:s€cret").toString("base64")}`;
    for (const path of ["/robots.txt", "/", "/a"]) expect(site.headers.get(path)?.authorization).toBe(sent);
    // A start page that redirects to another host takes none there.
    site.pages.set("/", redirect(302, `${other.origin}/page`));
    await (await readerOf(site, { allow, credentials: { headers: { "X-Api-Key": "k" } } })).run();
    expect(site.headers.get("/")?.["x-api-key"]).toBe("k");
    expect(other.requests).toContain("/page");
    for (const headers of other.headers.values()) {
      expect(headers["x-api-key"]).toBeUndefined();
      expect(headers.authorization).toBeUndefined();
    }
  });
});
