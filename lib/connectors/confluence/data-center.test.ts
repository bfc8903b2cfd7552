import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { JsonObject } from "#lib/connectors/source.ts";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { type DataCenterStandIn, openDataCenterStandIn } from "./testing/data-center-stand-in.ts";
import type { WikiModel } from "./testing/model.ts";
import { connect } from "./testing/reads.ts";

let stage: RunStage;
let center: DataCenterStandIn;
let model: WikiModel;
let base: string;

beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());
beforeEach(async () => {
  center = await openDataCenterStandIn();
  model = center.model;
  model.addSpace("DOCS", "Handbook");
  base = center.root;
});
afterEach(() => center[Symbol.asyncDispose]());

const reads = (settings: JsonObject) => connect(stage, center, { base_url: base, ...settings });

it("reads trees, posts, titled and tiny links, each once, with where they stand", async () => {
  model.addSpace("~ada");
  const root = model.addPage("Root", "<p>r</p>");
  const child = model.addPage("Child", "<p>c</p>", { parentId: root });
  model.addPage("Grandchild", "<p>g</p>", { parentId: child });
  model.addPage("Beside", "<p>b</p>");
  model.addPage("Post", "<p>p</p>", { type: "blogpost" });
  model.addPage("Home", "<p>h</p>", { spaceKey: "~ada" });
  await using read = await reads({
    pages_w_child: [`${base}/pages/viewpage.action?pageId=${root}`],
    pages: [`${base}/display/~ada/Home`, `${base}/display/DOCS/2026/01/05/Post`, child],
  });
  expect(await read.run()).toMatchObject({ state: "succeeded", added: 5, failed: 0, skipped: 0 });
  expect(await read.titles()).toEqual(["Child", "Grandchild", "Home", "Post", "Root"]);
  const documents = [...(await read.documents()).values()];
  expect(documents.find(({ title }) => title === "Grandchild")).toMatchObject({
    author: "Ada Lovelace",
    file_owner: "ada@example.com",
    link: expect.stringContaining(`${base}/spaces/DOCS/pages/`),
    metadata: { space: "DOCS", path: "Handbook / Root / Child" },
  });
  model.remove(child);
  expect(await read.run()).toMatchObject({ deleted: 1, updated: 1 });
  expect(await read.titles()).toEqual(["Grandchild", "Home", "Post", "Root"]);
});

it("reads comments, people and files", async () => {
  const grace = "5b10ac8d82e05b22cc7d4ef600000002";
  const page = model.addPage(
    "Page",
    `<p>By <ac:link><ri:user ri:userkey="${grace}"/></ac:link>, <ac:link><ri:user ri:username="ada"/></ac:link>,
     <ac:link><ri:user ri:username="left"/></ac:link></p>`,
  );
  const comment = model.addComment(page, "<p>Good.</p>", { isResolved: true });
  const file = model.addFile(page, "a plan & more.txt", "The plan.");
  await using read = await reads({ spaces: ["DOCS"], config: { include_attachments: true } });
  expect(await read.run()).toMatchObject({ state: "succeeded", added: 2 });
  const documents = await read.documents();
  expect(documents.get(page)?.text).toBe(
    "By @Grace Hopper, @Ada Lovelace, @left\n\n## Comments\n\n**Ada Lovelace, 2026-01-05, resolved**\n\nGood.",
  );
  expect(documents.get(file)).toMatchObject({ text: "The plan.", title: "a plan & more.txt" });
  center.server.reset();
  expect(await read.run()).toMatchObject({ unchanged: 2 });
  expect(center.server.calls.filter(({ url }) => /body\.|download/.test(url.href))).toEqual([]);
  model.change(comment, { body: "<p>Very good.</p>" });
  expect(await read.run()).toMatchObject({ updated: 1, unchanged: 1 });
});

it("reads many bodies at once, and each alone when one can't be given", async () => {
  const broken = model.addPage("Broken", "<p>shown</p>");
  for (let at = 0; at < 12; at++) model.addPage(`Page ${at}`, "<p>x</p>");
  await using read = await reads({ spaces: ["DOCS"] });
  const bodyCalls = () => center.server.calls.filter(({ url }) => url.search.includes("body."));
  await read.run();
  expect(bodyCalls()).toHaveLength(1);
  model.change(broken, { body: "<p>changed</p>" });
  for (const { id } of model.current("page").slice(1, 3)) model.change(id, { body: "<p>y</p>" });
  const isBroken = ({ url }: { url: URL }) =>
    url.search.includes("body.storage") &&
    (url.pathname.endsWith("/search") || url.pathname.endsWith(broken));
  center.server.fail(isBroken, faults.status(500), { times: 6 });
  expect(await read.run()).toMatchObject({ state: "succeeded", updated: 3 });
  expect((await read.documents()).get(broken)?.text).toBe("changed");
});

it("loses no page when others are removed while it lists by offset", async () => {
  const ids = Array.from({ length: 45 }, (_, at) => model.addPage(`Page ${at}`, "<p>x</p>"));
  await using read = await reads({ spaces: ["DOCS"] });
  await read.run();
  let isRemoved = false;
  center.server.fail(({ url }) => {
    if (!isRemoved && url.pathname.endsWith("/rest/api/content") && url.searchParams.get("start") === "20") {
      isRemoved = true;
      model.remove(ids[0] ?? "");
    }
    return false;
  }, faults.status(500));
  const run = await read.run();
  expect(isRemoved).toBe(true);
  expect(run).toMatchObject({ state: "succeeded", deleted: 0, unchanged: 45 });
  expect(await read.run()).toMatchObject({ state: "succeeded", deleted: 1, unchanged: 44 });
});

it("ends at an empty part, whatever it says comes next", async () => {
  model.addPage("Page", "<p>x</p>");
  await using read = await reads({ spaces: ["DOCS"] });
  const next = "/rest/api/content?type=page&start=400";
  const empty = { json: { results: [], start: 200, limit: 200, size: 0, _links: { next } } };
  center.server.fail(/type=blogpost/, { kind: "answer", answer: empty }, { times: 5 });
  expect(await read.run()).toMatchObject({ state: "succeeded", added: 1 });
  expect(center.server.calls.filter(({ url }) => url.searchParams.get("type") === "blogpost")).toHaveLength(
    1,
  );
});

it("says what is wrong with sign-in and settings", async () => {
  await using read = await reads({ folders: ["123456"] });
  expect((await read.source.check(read.trial())).at(-1)).toMatchObject({ ok: false, path: "slots.folders" });
  read.credentials = { personal_access_token: "old" };
  expect((await read.source.check(read.trial())).at(-1)).toMatchObject({
    stage: "signed_in",
    ok: false,
    message: expect.stringContaining("ended or was revoked"),
  });
});
