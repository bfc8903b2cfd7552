import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { JsonObject } from "#lib/connectors/source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { type CloudStandIn, openCloudStandIn } from "./testing/cloud-stand-in.ts";
import type { WikiModel } from "./testing/model.ts";
import { connect } from "./testing/reads.ts";

let stage: RunStage;
let cloud: CloudStandIn;
let model: WikiModel;
let base: string;

beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  cloud = await openCloudStandIn();
  model = cloud.model;
  model.addSpace("DOCS", "Handbook");
  base = `${cloud.server.origin}/wiki`;
});
afterEach(() => cloud[Symbol.asyncDispose]());

const reads = (settings: JsonObject) => connect(stage, cloud, { base_url: base, ...settings });
const link = (id: string) => `${base}/spaces/DOCS/pages/${id}/A+title`;
const bodyCalls = () => cloud.server.calls.filter(({ url }) => url.searchParams.has("body-format"));

describe("what the settings name", () => {
  it("adds up, and each page is read once", async () => {
    model.addSpace("OPS");
    model.addSpace("~ada");
    const inSpace = model.addPage("In the space", "<p>a</p>", { spaceKey: "OPS" });
    model.addPage("A post", "<p>b</p>", { spaceKey: "OPS", type: "blogpost" });
    model.addPage("Personal", "<p>p</p>", { spaceKey: "~ada" });
    const root = model.addPage("Root", "<p>c</p>");
    const folder = model.add({ type: "folder", title: "Folder", parentId: root });
    const inFolder = model.addPage("In the folder", "<p>d</p>", { parentId: folder });
    const other = model.add({ type: "folder", title: "Other folder" });
    model.addPage("In the other folder", "<p>e</p>", { parentId: other });
    const alone = model.addPage("Alone", "<p>f</p>");
    model.addPage("Below alone", "<p>g</p>", { parentId: alone });
    model.addPage("Found by words", "<p>needle</p>");
    model.addPage("Not meant", "<p>h</p>");
    await using read = await reads({
      spaces: ["OPS", `${base}/spaces/~ada/overview`],
      pages_w_child: [link(root)],
      folders: [`${base}/spaces/DOCS/folder/${other}`, other],
      pages: [link(alone), link(inFolder), `${base}/pages/viewpage.action?pageId=${inSpace}`],
      cql_query: 'type = page and text ~ "needle" order by created',
    });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 8, failed: 0, skipped: 0 });
    expect(await read.titles()).toEqual(
      [
        "A post",
        "Alone",
        "Found by words",
        "In the folder",
        "In the other folder",
        "In the space",
        "Personal",
        "Root",
      ].concat([]),
    );
  });

  it("is found by title, tiny link and home page", async () => {
    const home = model.addPage("Home", "<p>home</p>");
    const space = model.spaces.get("DOCS");
    if (space) space.homepageId = home;
    const tiny = model.addPage("Tiny", "<p>tiny</p>");
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(BigInt(tiny));
    const code = bytes.toString("base64").replaceAll("/", "-").replaceAll("+", "_").replace(/A*=*$/, "");
    model.addPage("By title & more", "<p>title</p>");
    await using read = await reads({
      pages: [`${base}/spaces/DOCS/overview`, `${base}/x/${code}`, `${base}/display/DOCS/By+title+%26+more`],
    });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 3 });
  });

  it("loses nothing at any depth, through folders, below whiteboards", async () => {
    let parentId = model.addPage("Level 0", "<p>0</p>");
    const root = parentId;
    for (let level = 1; level <= 13; level++) {
      const isFolder = level % 4 === 2;
      parentId = isFolder
        ? model.add({ type: "folder", title: `Level ${level}`, parentId })
        : model.addPage(`Level ${level}`, `<p>${level}</p>`, { parentId });
    }
    const board = model.add({ type: "whiteboard", title: "Board", parentId: root });
    model.addPage("Below the board", "<p>b</p>", { parentId: board });
    await using read = await reads({ pages_w_child: [link(root)] });
    const run = await read.run();
    expect(run).toMatchObject({ state: "succeeded", added: 12, skipped: 1 });
    expect(await read.reasons(run.id)).toEqual({ [board]: expect.stringContaining("A whiteboard") });
    const deepest = [...(await read.documents()).values()].find(({ title }) => title === "Level 13");
    expect(deepest?.metadata).toMatchObject({
      path: expect.stringMatching(/^Handbook \/ Level 0 \/ .* \/ Level 12$/),
    });
  });

  it("takes along what the query's pages and folders hold, when asked", async () => {
    const page = model.addPage("Found", "<p>x</p>");
    model.addPage("Child", "<p>y</p>", { parentId: page });
    const folder = model.add({ type: "folder", title: "Found folder" });
    model.addPage("In it", "<p>z</p>", { parentId: folder });
    const comment = model.addComment(page, "<p>Found comment</p>");
    const settings = { cql_query: 'title ~ "Found"' };
    await using read = await reads(settings);
    const plain = await read.run();
    expect(await read.titles()).toEqual(["Found"]);
    expect(await read.reasons(plain.id)).toEqual({
      [folder]: expect.stringContaining("A folder"),
      [comment]: expect.stringContaining("read with its page"),
    });
    await read.set({ base_url: base, ...settings, config: { search_children: true, search_folders: true } });
    expect(await read.run()).toMatchObject({ added: 2, unchanged: 1 });
    expect(await read.titles()).toEqual(["Child", "Found", "In it"]);
  });
});

describe("what isn't there any more", () => {
  it("is gone when it is archived, trashed or moved out, and stays when its space can't be seen", async () => {
    model.addSpace("OPS");
    const [archived, trashed, moved] = ["Archived", "Trashed", "Moved"].map((title) =>
      model.addPage(title, "<p>x</p>"),
    );
    model.addPage("Stays", "<p>x</p>");
    const elsewhere = model.addPage("Elsewhere", "<p>x</p>", { spaceKey: "OPS" });
    const named = model.addPage("Named", "<p>x</p>", { spaceKey: "OPS" });
    await using read = await reads({ spaces: ["DOCS"], pages: [link(elsewhere), link(named)] });
    await read.run();
    model.archive(archived ?? "");
    model.remove(trashed ?? "");
    model.move(moved ?? "", { spaceKey: "OPS" });
    model.remove(named);
    const run = await read.run();
    expect(run).toMatchObject({ state: "succeeded", deleted: 4 });
    expect(await read.titles()).toEqual(["Elsewhere", "Stays"]);
    expect(await read.reasons(run.id)).toEqual({
      [`pages: ${link(named)}`]: expect.stringContaining("no such page"),
    });

    model.spaces.get("DOCS")!.key = "RENAMED";
    model.remove(elsewhere);
    const blind = await read.run();
    expect(blind).toMatchObject({ state: "partial", deleted: 0, failed: 1 });
    expect(await read.reasons(blind.id)).toMatchObject({
      "spaces: DOCS": expect.stringContaining("no space “DOCS”"),
    });
    expect(await read.titles()).toEqual(["Elsewhere", "Stays"]);
  });

  it("is asked for once more when the listing left it out", async () => {
    const ids = Array.from({ length: 6 }, (_, at) => model.addPage(`Page ${at}`, "<p>x</p>"));
    await using read = await reads({ upload_all_data: true });
    await read.run();
    model.remove(ids[0] ?? "");
    const listing = /\/pages\?status=current&sort=id/;
    const results = model.current("page").slice(0, 2);
    const { server } = cloud;
    const answer = await fetch(`${base}/api/v2/pages?status=current&sort=id&limit=2`, {
      headers: { authorization: `Basic ${btoa("bot@example.com:secret")}` },
    });
    const { results: shown } = (await answer.json()) as { results: unknown[] };
    expect(shown).toHaveLength(results.length);
    server.fail(listing, { kind: "answer", answer: { json: { results: shown, _links: {} } } });
    expect(await read.run()).toMatchObject({ state: "succeeded", deleted: 1, unchanged: 5 });
  });
});

describe("a page's document", () => {
  it("has its comments, names, place and what it includes, and follows when any of these change", async () => {
    const grace = "5b10ac8d82e05b22cc7d4ef600000002";
    const parent = model.addPage("Parent", "<p>x</p>");
    const shared = model.addPage("Shared", "<p>Shared text.</p>");
    const page = model.addPage(
      "Page",
      `<p>Ask <ac:link><ri:user ri:account-id="${grace}"/></ac:link>.</p>
       <ac:structured-macro ac:name="include"><ac:parameter ac:name=""><ac:link><ri:page ri:content-title="Shared"/></ac:link></ac:parameter></ac:structured-macro>`,
      { parentId: parent },
    );
    model.addComment(page, `<p>True, <ac:link><ri:user ri:account-id="${grace}"/></ac:link>?</p>`, {
      about: "Ask",
    });
    await using read = await reads({ upload_all_data: true });
    await read.run();
    const document = async () => (await read.documents()).get(page);
    expect(await document()).toMatchObject({
      text: "Ask @Grace Hopper.\n\nShared text.\n\n## Comments\n\n**Ada Lovelace, 2026-01-05**\n\n> Ask\n\nTrue, @Grace Hopper?",
      author: "Ada Lovelace",
      file_owner: "ada@example.com",
      link: `${base}/spaces/DOCS/pages/${page}/Page`,
      mime: "text/html",
      metadata: { space: "DOCS", path: "Handbook / Parent", type: "page", version: 1, comments: 1 },
    });
    model.change(shared, { body: "<p>New text.</p>" });
    expect(await read.run()).toMatchObject({ updated: 2, unchanged: 1 });
    expect((await document())?.text).toContain("New text.");
    model.addComment(page, "<p>Yes.</p>", { authorId: grace });
    expect(await read.run()).toMatchObject({ updated: 1, unchanged: 2 });
    expect((await document())?.text).toContain("**Grace Hopper, 2026-01-05**\n\nYes.");
    model.change(parent, { title: "Renamed" });
    await read.run();
    expect((await document())?.metadata).toMatchObject({ path: "Handbook / Renamed" });
  });

  it("tells who may view it at the source, by itself and what is above it", async () => {
    const ada = "5b10ac8d82e05b22cc7d4ef500000001";
    const folder = model.add({ type: "folder", title: "Folder" });
    const parent = model.addPage("Parent", "<p>x</p>", {
      parentId: folder,
      restrictedTo: { users: [ada], groups: ["staff"] },
    });
    const page = model.addPage("Page", "<p>x</p>", { parentId: parent });
    const file = model.addFile(page, "notes.txt", "Kept.");
    await using read = await reads({ spaces: ["DOCS"], config: { include_attachments: true } });
    await read.run();
    const users = [{ id: ada, name: "Ada Lovelace", email: "ada@example.com" }];
    const permissions = { space: "DOCS", restricted_to: [{ page_id: parent, users, groups: ["staff"] }] };
    const documents = await read.documents();
    for (const id of [parent, page, file]) expect(documents.get(id)?.metadata).toMatchObject({ permissions });
    model.get(parent).restrictedTo = undefined;
    expect(await read.run()).toMatchObject({ state: "succeeded", updated: 3 });
    const open = { permissions: { space: "DOCS", restricted_to: [] } };
    expect((await read.documents()).get(page)?.metadata).toMatchObject(open);
  });

  it.each(["archive", "remove"] as const)(
    "is gone when somebody lets it %s while it is read",
    async (change) => {
      const page = model.addPage("Page", "<p>x</p>");
      model.addPage("Stays", "<p>x</p>");
      await using read = await reads({ upload_all_data: true });
      let isChanged = false;
      cloud.server.fail(({ url }) => {
        if (!isChanged && url.searchParams.has("body-format")) {
          isChanged = true;
          model[change](page);
        }
        return false;
      }, faults.status(500));
      expect(await read.run()).toMatchObject({ state: "succeeded", added: 1, failed: 0 });
      expect(await read.titles()).toEqual(["Stays"]);
    },
  );

  it("is read by itself when Confluence can't give its storage format", async () => {
    const broken = model.addPage("Broken", "<p>shown</p>");
    model.addPage("Whole", "<p>whole</p>");
    await using read = await reads({ upload_all_data: true });
    const storage = (of: RegExp) => (call: { url: URL }) =>
      of.test(call.url.href) && call.url.searchParams.get("body-format") === "storage";
    cloud.server.fail(storage(new RegExp(`id=${broken}|pages/${broken}`)), faults.status(500), { times: 6 });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 2 });
    expect((await read.documents()).get(broken)?.text).toBe("shown");
  });

  it("is skipped when the page is empty, without asking for it again", async () => {
    const empty = model.addPage("Empty", "<p> </p>");
    await using read = await reads({ upload_all_data: true });
    for (const calls of [1, 0]) {
      cloud.server.reset();
      const run = await read.run();
      expect(await read.reasons(run.id)).toEqual({ [empty]: expect.stringContaining("the page is empty") });
      expect(bodyCalls()).toHaveLength(calls);
    }
  });
});

describe("files", () => {
  it("are kept and read, from the media host without credentials; what holds no text isn't downloaded", async () => {
    const page = model.addPage("Page", "<p>x</p>");
    const notes = model.addFile(page, "notes.md", "# Notes\n\nKept.", "text/markdown");
    const picture = model.addFile(page, "picture.png", "png", "image/png");
    model.addPage("Stays", "<p>x</p>");
    const huge = model.addFile(page, "huge.bin", "");
    Object.defineProperty(model.get(huge), "bytes", { value: { length: 200 * 1024 * 1024 } });
    await using read = await reads({ upload_all_data: true, config: { include_attachments: true } });
    const run = await read.run();
    expect(run).toMatchObject({ state: "succeeded", added: 3, skipped: 2 });
    const document = (await read.documents()).get(notes);
    expect(document).toMatchObject({
      title: "notes.md",
      text: "# Notes\n\nKept.",
      author: "Ada Lovelace",
      size_bytes: 14,
      metadata: { space: "DOCS", path: "Handbook / Page", page_id: page, type: "attachment" },
    });
    expect(document?.blob_sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await read.reasons(run.id)).toEqual({
      [picture]: "skipped: No text is read from it: it is of type image/png.",
      [huge]: expect.stringContaining("Too large"),
    });
    expect(cloud.media.calls).toHaveLength(1);
    expect(cloud.media.calls[0]?.headers.authorization).toBeUndefined();

    cloud.media.reset();
    expect(await read.run()).toMatchObject({ unchanged: 3, skipped: 2 });
    expect(cloud.media.calls).toHaveLength(0);
    model.change(notes, { bytes: Buffer.from("# Notes\n\nNew.") });
    model.remove(picture);
    expect(await read.run()).toMatchObject({ updated: 1, skipped: 1 });
    model.remove(page);
    expect(await read.run()).toMatchObject({ deleted: 2 });
  });

  it("that the index lost are asked for by id", async () => {
    const page = model.addPage("Page", "<p>x</p>");
    const file = model.addFile(page, "notes.md", "Kept.", "text/markdown");
    await using read = await reads({ upload_all_data: true, config: { include_attachments: true } });
    await read.run();
    const nothing = { json: { results: [], size: 0, _links: {} } };
    cloud.server.fail(/content\/search/, { kind: "answer", answer: nothing });
    expect(await read.run()).toMatchObject({ state: "succeeded", deleted: 0, unchanged: 2 });
    expect((await read.documents()).has(file)).toBe(true);
  });
});

describe("how it lists", () => {
  it("goes over empty parts, begins anew at an expired cursor, and asks for less when it takes too long", async () => {
    for (let at = 0; at < 45; at++) model.addPage(`Page ${at}`, "<p>x</p>");
    await using read = await reads({ upload_all_data: true });
    const next = `/wiki/api/v2/pages?status=current&sort=id&limit=250&cursor=${Buffer.from("100005").toString("base64url")}`;
    const { server } = cloud;
    const isList = (call: { url: URL }) =>
      call.url.pathname.endsWith("/pages") &&
      call.url.searchParams.get("sort") === "id" &&
      !call.url.searchParams.has("id");
    server.fail(
      isList,
      { kind: "answer", answer: { json: { results: [], _links: { next } } } },
      { after: 1 },
    );
    server.fail(isList, faults.status(400, { errors: [{ title: "Invalid cursor" }] }), {});
    server.fail(isList, faults.status(504), { times: 3 });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 45 });
    const limits = server.calls.filter(isList).map(({ url }) => url.searchParams.get("limit"));
    expect(new Set(limits)).toEqual(new Set(["250", "125"]));
  });

  it("ends when it is given the same part forever", async () => {
    model.addPage("Page", "<p>x</p>");
    await using read = await reads({ upload_all_data: true });
    const next = "/wiki/api/v2/pages?cursor=b2xk";
    const again = { json: { results: [], _links: { next } } };
    cloud.server.fail(/\/pages\?/, { kind: "answer", answer: again }, { times: 100 });
    expect(await read.run()).toMatchObject({ state: "queued", outages: 1 });
  });

  it("reads many bodies in one request, and each once", async () => {
    for (let at = 0; at < 40; at++) model.addPage(`Page ${at}`, "<p>x</p>");
    await using read = await reads({ upload_all_data: true });
    await read.run();
    expect(bodyCalls().length).toBeLessThanOrEqual(4);
  });

  it("reads again what failed, and only that", async () => {
    const page = model.addPage("Page", "<p>x</p>");
    const file = model.addFile(page, "notes.md", "Kept.", "text/markdown");
    model.addPage("Other", "<p>y</p>");
    await using read = await reads({ upload_all_data: true, config: { include_attachments: true } });
    cloud.media.fail(/./, faults.status(403));
    const run = await read.run();
    expect(run).toMatchObject({ state: "partial", failed: 1, added: 2 });
    expect(Object.keys(await read.reasons(run.id))).toEqual([file]);
    expect(await read.run([file])).toMatchObject({ state: "succeeded", added: 1, unchanged: 0, deleted: 0 });
  });
});

describe("a large space, between two complete listings", () => {
  const hour = 3_600_000;
  const quick = { aboveItems: 10, sweepEveryMs: 6 * hour, overlapMs: hour / 2 };

  it("is asked for what changed only; what was removed waits for the next complete one", async () => {
    model.addSpace("OPS");
    const pages = Array.from({ length: 45 }, (_, at) => model.addPage(`Page ${at}`, "<p>x</p>"));
    const [changed = "", commented = "", filed = "", removed = ""] = pages;
    const settings = { base_url: base, spaces: ["DOCS"], config: { include_attachments: true } };
    await using read = await connect(stage, cloud, settings, { quick, now: () => model.now });
    model.wait(hour);
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 45 });

    model.wait(2 * hour);
    model.change(changed, { body: "<p>y</p>" });
    model.addComment(commented, "<p>Well.</p>");
    model.addComment(commented, "<p>Hm.</p>", { about: "x" });
    model.addFile(filed, "notes.txt", "Kept.");
    model.addPage("New", "<p>new</p>");
    model.addPage("Elsewhere", "<p>x</p>", { spaceKey: "OPS" });
    model.remove(removed);
    cloud.server.reset();
    const run = await read.run();
    expect(run).toMatchObject({ state: "succeeded", added: 2, updated: 2, unchanged: 1, deleted: 0 });
    expect(await read.titles()).toHaveLength(47);
    const sorts = cloud.server.calls.map(({ url }) => url.searchParams.get("sort"));
    expect(sorts).toContain("-modified-date");

    model.wait(5 * hour);
    expect(await read.run()).toMatchObject({ state: "succeeded", deleted: 1, unchanged: 46 });
    await read.set({ ...settings, spaces: ["DOCS", "OPS"] });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 1, unchanged: 46 });
  });
});

describe("signing in", () => {
  const stages = async (read: Awaited<ReturnType<typeof reads>>) => read.source.check(read.trial());

  it("says who it is, and what is wrong with the settings", async () => {
    model.addPage("Page", "<p>x</p>");
    await using read = await reads({ spaces: ["DOCS"] });
    expect((await stages(read)).map(({ message }) => message)).toEqual([
      `Confluence Cloud answers at ${base}.`,
      "Signed in as Ada Lovelace.",
      "What the settings name is there and may be read.",
      "“Page” can be read.",
    ]);
    for (const [settings, path] of [
      [{ spaces: ["NONE"] }, "slots.spaces"],
      [{ pages: [link("999999")] }, "slots.pages"],
      [{ pages_w_child: ["https://elsewhere.example/wiki/spaces/X/pages/1"] }, "slots.pages_w_child"],
      [{ folders: ["123456"] }, "slots.folders"],
      [{ cql_query: "nonsense ! here" }, "slots.cql_query"],
    ] as const) {
      await using wrong = await reads(settings as JsonObject);
      expect((await stages(wrong)).at(-1)).toMatchObject({ ok: false, path });
    }
  });

  it("isn't fooled by an empty answer for a visitor", async () => {
    model.addPage("Page", "<p>x</p>");
    await using read = await reads({ upload_all_data: true });
    await read.run();
    read.credentials = { email: "bot@example.com", api_token: "wrong" };
    expect(await read.run()).toMatchObject({ state: "failed", deleted: 0 });
    expect(await read.titles()).toEqual(["Page"]);
    expect((await stages(read)).at(-1)).toMatchObject({
      stage: "signed_in",
      ok: false,
      message: expect.stringContaining("anonymous visitor"),
    });
  });

  it("tells an account that sees nothing from an empty site", async () => {
    model.spaces.clear();
    await using read = await reads({ upload_all_data: true });
    const message = expect.stringContaining("Signed in as Ada Lovelace, but this account sees no space.");
    expect((await stages(read)).at(-1)).toMatchObject({ stage: "may_read", ok: false, message });
    expect(await read.run()).toMatchObject({ state: "failed", reason: message });
  });

  it("goes through the gateway with a token that has scopes", async () => {
    const page = model.addPage("Page", "<p>x</p>");
    model.addFile(page, "notes.md", "Kept.", "text/markdown");
    await using read = await reads({ upload_all_data: true, config: { include_attachments: true } });
    cloud.server.fail(({ url }) => url.pathname.startsWith("/wiki/"), faults.status(401), { times: 100 });
    expect(await read.run()).toMatchObject({ state: "succeeded", added: 2 });
    expect((await read.documents()).get(page)?.link).toBe(`${base}/spaces/DOCS/pages/${page}/Page`);
  });
});

it("previews what would be read, and the settings as one query", async () => {
  const page = model.addPage("Page", "<p>x</p>");
  model.addFile(page, "picture.png", "png", "image/png");
  await using read = await reads({
    spaces: ["DOCS"],
    pages_w_child: [link(page)],
    cql_query: "title ~ x order by title",
    config: { include_attachments: true },
  });
  const inWorkspace = () => Promise.reject(new Error("Nothing is looked up."));
  const parts = [];
  for await (const part of read.source.preview({ ...read.trial(), limit: 10, inWorkspace })) parts.push(part);
  expect(parts[0]).toEqual({
    resolved: `(type in (page, blogpost) and (space in ("DOCS") or ancestor in (${page}) or id in (${page}))) or (title ~ x)`,
    estimatedTotal: 1,
  });
  expect(parts.flatMap(({ items = [] }) => items)).toMatchObject([
    { key: page, kind: "content", title: "Page" },
    { kind: "skipped", title: "picture.png", reason: expect.stringContaining("image/png") },
  ]);
});
