import { describe, expect, it } from "vitest";
import { createGuardedFetch } from "#lib/net/fetch.ts";
import { type Answer, openSite, page, type Site } from "#lib/sources/web/testing/site.ts";
import { createWebScraper } from "./source.ts";

async function check(site: Site | undefined, slots: { [key: string]: unknown } = {}, credentials = {}) {
  const fetch = createGuardedFetch({ allowPrivateHosts: site ? [site.host] : [] });
  try {
    return await createWebScraper(() => fetch).check({
      workspaceId: "w",
      connectorId: "c",
      slots: { url: site?.origin ?? "", extraction_type: "all", email: "ada@example.com", ...slots },
      credentials,
      signal: new AbortController().signal,
    });
  } finally {
    await fetch.close();
  }
}

describe("check", () => {
  it("goes through its stages and shows a sample", async () => {
    await using site = await openSite({ "/": page("Home", "/a", "/b") });
    expect(await check(site)).toEqual([
      { stage: "reachable", ok: true, message: `${site.host} answers.` },
      { stage: "may_read", ok: true, message: "The site lets its start page be read." },
      { stage: "sample", ok: true, message: "“Home”: 9 words, 2 links." },
    ]);
  });

  it.each([
    ["isn't there", { status: 404 }, "may_read", "slots.url", /no page/],
    ["needs a sign-in", { status: 401 }, "signed_in", "credentials", /sign-in/],
    ["is refused", { status: 403 }, "may_read", "slots.url", /403/],
    ["fails", { status: 500 }, "may_read", "slots.url", /500/],
    ["is a picture", { headers: { "content-type": "image/png" } }, "sample", "slots.url", /image\/png/],
    ["has nothing to read", { body: "<div id=root></div>" }, "sample", "slots.url", /neither text nor links/],
    ["breaks off", { raw: (_, response) => response.destroy() }, "reachable", "slots.url", /broke off/],
  ] satisfies [string, Answer, string, string, RegExp][])(
    "names stage and field when the start page %s",
    async (_, answer, stage, path, message) => {
      await using site = await openSite({ "/": answer });
      expect((await check(site)).at(-1)).toEqual({
        stage,
        ok: false,
        path,
        message: expect.stringMatching(message),
      });
    },
  );

  it("tells that robots.txt forbids the page, or can't be read", async () => {
    await using site = await openSite({
      "/": page("Home"),
      "/robots.txt": { body: "User-agent: *\nDisallow: /" },
    });
    expect((await check(site)).at(-1)).toMatchObject({ stage: "may_read", ok: false, path: "slots.url" });
    expect((await check(site, { respect_robots: false })).at(-1)).toMatchObject({
      stage: "sample",
      ok: true,
    });
    site.pages.set("/robots.txt", { status: 500 });
    expect((await check(site)).at(-1)).toMatchObject({ stage: "may_read", ok: false });
  });

  it("signs in with the credentials", async () => {
    await using site = await openSite();
    site.pages.set("/", (request) =>
      request.headers.authorization === "Basic YTpi" ? page("Inside") : { status: 401 },
    );
    expect((await check(site, {}, { username: "a", password: "b" })).at(-1)).toMatchObject({
      stage: "sample",
      ok: true,
    });
    expect((await check(site)).at(-1)).toMatchObject({ stage: "signed_in", ok: false });
  });

  it.each([
    "http://127.0.0.1:1/",
    "http://169.254.169.254/",
    "http://localhost/",
    "http://example.com:8080/",
  ])("refuses %s, saying why", async (url) => {
    const stages = await check(undefined, { url });
    expect(stages).toEqual([
      { stage: "reachable", ok: false, path: "slots.url", message: expect.stringMatching(/may not be read/) },
    ]);
  });
});
