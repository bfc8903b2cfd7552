import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { itemKey } from "./mirror.ts";
import type { ModelDrive, ModelItem, ModelSite } from "./testing/model.ts";
import { openRuns } from "./testing/runs.ts";
import { openMicrosoftStage } from "./testing/stage.ts";

const site = "https://contoso.sharepoint.com/sites/Docs";
const library = `${site}/Freigegebene%20Dokumente`;

let stage: RunStage;
let open: Awaited<ReturnType<typeof openMicrosoftStage>>;
let docs: ModelSite;
let drive: ModelDrive;
let root: ModelItem;

beforeAll(async () => {
  stage = await openRunStage();
});
beforeEach(async () => {
  open = await openMicrosoftStage();
  docs = open.model.addSite("contoso.sharepoint.com", "/sites/Docs");
  // The library's name is German, its address isn't in English either: both differ from “Documents”.
  drive = open.model.addDrive(docs, "Dokumente", "Freigegebene Dokumente");
  root = open.model.root(drive);
});
afterEach(async () => {
  expect(open.microsoft.mistakes).toEqual([]);
  await open[Symbol.asyncDispose]();
});
afterAll(() => stage[Symbol.asyncDispose]());

const read = (...urls: string[]) => openRuns(stage, open, urls);
const downloads = () => open.microsoft.downloads.calls.length;

function add(parent: ModelItem, name: string, content?: string): ModelItem {
  return open.model.add(drive, parent, name, content === undefined ? {} : { content });
}

const folder = (parent: ModelItem, name: string) => open.model.addFolder(drive, parent, name);

it("reads a library with its folders, whatever order they are told in", async () => {
  open.microsoft.habits = {
    ...open.microsoft.habits,
    pageSize: 2,
    backwards: true,
    emptyPages: true,
    repeats: true,
  };
  const plans = folder(root, "Pläne");
  add(folder(plans, "2026"), "Ana's #1 50%.txt", "What the plan says.");
  open.model.add(drive, plans, "shared.txt", { sharedScope: "organization" });
  const runs = await read(`${library}/Forms/AllItems.aspx`);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 2 });
  const documents = await runs.documents();
  expect([...documents.keys()].sort()).toEqual([
    "Dokumente/Pläne/2026/Ana's #1 50%.txt",
    "Dokumente/Pläne/shared.txt",
  ]);
  expect(documents.get("Dokumente/Pläne/2026/Ana's #1 50%.txt")).toMatchObject({
    title: "Ana's #1 50%.txt",
    text: "What the plan says.",
    link: `${library}/Pl%C3%A4ne/2026/Ana's%20%231%2050%25.txt`,
    author: "Ana Silva",
    file_owner: "ana@contoso.com",
    mime: "text/plain",
  });
  expect(documents.get("Dokumente/Pläne/shared.txt")?.metadata).toMatchObject({
    modified_by: "Ana Silva",
    permissions: { shared_with: "organization" },
  });
});

it("keeps Microsoft's link for what comes next, and asks for nothing else when nothing changed", async () => {
  add(root, "a.txt");
  const runs = await read(library);
  await runs.run();
  const { links } = await runs.cursor();
  expect(links).toEqual({ [drive.id]: expect.stringMatching(/^http.*\/root\/delta\?.*token=/) });
  open.microsoft.graph.reset();
  expect(await runs.run()).toMatchObject({ state: "succeeded", discovered: 0 });
  const asked = open.microsoft.graph.calls.map(
    ({ method, url }) => `${method} ${url.pathname.replace(drive.id, "ID")}`,
  );
  expect(asked).toEqual([
    expect.stringMatching(/^POST .*token$/),
    "GET /v1.0/drives/ID",
    "GET /v1.0/drives/ID/root/delta",
  ]);
});

it("writes new paths and links for all that is in a renamed folder, and downloads none of it", async () => {
  const before = folder(root, "Before");
  add(folder(before, "Deep"), "a.txt");
  const runs = await read(library);
  await runs.run();
  const once = downloads();
  open.model.rename(drive, before, "After");
  expect(await runs.run()).toMatchObject({ state: "succeeded", updated: 1, added: 0, deleted: 0 });
  expect(downloads()).toBe(once);
  expect((await runs.documents()).get("Dokumente/After/Deep/a.txt")).toMatchObject({
    link: `${library}/After/Deep/a.txt`,
    text: "The text of a.txt.",
    author: "Ana Silva",
  });
});

it("writes new paths for all when a library is renamed", async () => {
  add(folder(root, "Plans"), "a.txt");
  const runs = await read(library);
  await runs.run();
  const once = downloads();
  drive.name = "Unterlagen";
  expect(await runs.run()).toMatchObject({ state: "succeeded", updated: 1 });
  expect([...(await runs.documents()).keys()]).toEqual(["Unterlagen/Plans/a.txt"]);
  expect(downloads()).toBe(once);
  expect(await runs.run()).toMatchObject({ discovered: 0 });
});

it("follows a folder that moves into what is read, and out of it", async () => {
  const inside = folder(root, "Inside");
  const mover = folder(root, "Mover");
  add(folder(mover, "Deep"), "a.txt");
  add(mover, "b.txt");
  add(inside, "c.txt");
  const runs = await read(`${library}/Inside`);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1 });
  open.model.move(drive, mover, inside);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 2, deleted: 0 });
  expect([...(await runs.documents()).keys()].sort()).toEqual([
    "Dokumente/Inside/Mover/Deep/a.txt",
    "Dokumente/Inside/Mover/b.txt",
    "Dokumente/Inside/c.txt",
  ]);
  open.model.move(drive, mover, root);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "succeeded", deleted: 2 });
  expect((await runs.items(run.id))["b.txt"]).toBe(
    "deleted It isn't within the connector's addresses any more.",
  );
  open.model.move(drive, mover, inside);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 2 });
});

it("takes what is in a deleted folder for gone, but not what was moved out of it before", async () => {
  const old = folder(root, "Old");
  const kept = add(old, "kept.txt");
  add(folder(old, "Deep"), "lost.txt");
  const runs = await read(library);
  await runs.run();
  open.model.remove(drive, old);
  open.model.move(drive, kept, root);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "succeeded", deleted: 1, updated: 1 });
  expect((await runs.items(run.id))["lost.txt"]).toBe("deleted It was deleted, or its folder was.");
  expect([...(await runs.documents()).keys()]).toEqual(["Dokumente/kept.txt"]);
  open.model.restore(drive, old);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1 });
});

it.each(["resyncChangesApplyDifferences", "resyncChangesUploadDifferences"] as const)(
  "lists all anew when Microsoft forgot its link (%s), and downloads what changed only",
  async (resync) => {
    open.microsoft.habits = { ...open.microsoft.habits, pageSize: 2, resync };
    const [gone] = [add(root, "gone.txt"), add(root, "same.txt"), add(root, "other.txt")];
    const changed = add(root, "changed.txt");
    const runs = await read(library);
    await runs.run();
    const once = downloads();
    open.model.change(drive, changed, "It says something else.");
    open.model.remove(drive, gone);
    open.microsoft.forgetTokens(drive);
    const run = await runs.run();
    expect(run).toMatchObject({ state: "succeeded", updated: 1, deleted: 1, unchanged: 2, discovered: 4 });
    expect(downloads()).toBe(once + 1);
    open.microsoft.graph.reset();
    expect(await runs.run()).toMatchObject({ discovered: 0 });
  },
);

it("begins anew when a complete listing is forgotten in its middle, and keeps nothing that went meanwhile", async () => {
  open.microsoft.habits = { ...open.microsoft.habits, pageSize: 2 };
  const gone = add(root, "gone.txt");
  for (let at = 0; at < 4; at++) add(root, `${at}.txt`);
  open.microsoft.graph.fail(
    ({ url }) => {
      const isSecond = url.pathname.endsWith("/delta") && url.searchParams.has("token");
      if (isSecond && drive.items.delete(gone.id)) open.microsoft.forgetTokens(drive);
      return false;
    },
    { kind: "reset" },
  );
  const runs = await read(library);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 4, discovered: 4 });
});

it("doesn't believe a complete listing that lost everything until the next one says so too", async () => {
  const items = [add(root, "a.txt"), add(root, "b.txt")];
  const runs = await read(library);
  await runs.run();
  const lose = () => {
    for (const item of items) drive.items.delete(item.id);
    open.microsoft.forgetTokens(drive);
  };
  const waits = { state: "succeeded", deleted: 0, reason: expect.stringMatching(/listing/) };
  lose();
  expect(await runs.run()).toMatchObject(waits);
  for (const item of items) drive.items.set(item.id, item);
  expect(await runs.run()).toMatchObject({ state: "succeeded", deleted: 0, unchanged: 2 });
  lose();
  expect(await runs.run()).toMatchObject(waits);
  expect(await runs.run()).toMatchObject({ state: "succeeded", deleted: 2 });
});

it("reads several addresses that overlap, each item once, and forgets what an address led to when it goes", async () => {
  const plans = folder(root, "Plans");
  add(plans, "a.txt");
  add(root, "b.txt");
  const other = open.model.addDrive(docs, "Other");
  open.model.add(other, open.model.root(other), "c.txt");
  const runs = await read(`${library}/Plans`, `${library}/Plans/a.txt`, `${site}/Other`);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 2, discovered: 2 });
  await runs.giveUrls([library]);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1, deleted: 1 });
  expect([...(await runs.documents()).keys()].sort()).toEqual(["Dokumente/Plans/a.txt", "Dokumente/b.txt"]);
});

it("stays with a folder that is renamed, by its id, and says when it was deleted", async () => {
  const plans = folder(root, "Plans");
  add(plans, "a.txt");
  const address = `${library}/Plans`;
  const runs = await read(address, `${library}/Kept`);
  const kept = folder(root, "Kept");
  add(kept, "b.txt");
  await runs.run();
  open.model.rename(drive, plans, "Old plans");
  expect(await runs.run()).toMatchObject({ state: "succeeded", updated: 1, deleted: 0 });
  open.model.remove(drive, plans);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "partial", deleted: 1 });
  expect((await runs.items(run.id))[address]).toMatch(/^failed What this address led to was deleted/);
  const later = await runs.run();
  expect((await runs.items(later.id))[address]).toMatch(
    /^failed There is no “Plans” in the library “Dokumente”/,
  );
  folder(root, "Plans");
  add(
    [...drive.items.values()].find(({ name, isDeleted }) => name === "Plans" && !isDeleted) as ModelItem,
    "new.txt",
  );
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1 });
});

it("keeps what it has of a library that is gone, until another is at its address", async () => {
  add(root, "a.txt");
  const runs = await read(library);
  await runs.run();
  open.model.drives.delete(drive.id);
  expect(await runs.run()).toMatchObject({ state: "failed", deleted: 0 });
  expect((await runs.documents()).size).toBe(1);
  drive = open.model.addDrive(docs, "Dokumente", "Freigegebene Dokumente");
  add(open.model.root(drive), "b.txt");
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1, deleted: 1 });
  expect([...(await runs.documents()).keys()]).toEqual(["Dokumente/b.txt"]);
});

it("reads a site: its libraries, its pages, and the sites below it", async () => {
  add(root, "a.txt");
  const below = open.model.addSite("contoso.sharepoint.com", "/sites/Docs/Below");
  const belowDrive = open.model.addDrive(below, "Documents", "Shared Documents");
  open.model.add(belowDrive, open.model.root(belowDrive), "b.txt");
  const page = open.model.addPage(docs, "Welcome.aspx", "<h2>Welcome</h2><p>To the mill.</p>");
  open.model.addPage(docs, "Draft.aspx", "<p>Not yet.</p>", { version: "0.1" });
  open.model.addPage(docs, "Empty.aspx", "");
  const runs = await read(site);
  const run = await runs.run();
  expect(run, String(run.reason)).toMatchObject({ state: "succeeded", added: 3, skipped: 2 });
  expect(await runs.items(run.id)).toMatchObject({
    Draft: "skipped A draft that was never published.",
    Empty: expect.stringMatching(/^skipped No text/),
  });
  const byTitle = () =>
    runs.documents().then((found) => new Map([...found.values()].map((row) => [row.title, row])));
  expect((await byTitle()).get("Welcome")).toMatchObject({
    text: "## Welcome\n\nTo the mill.",
    link: "https://contoso.sharepoint.com/sites/Docs/SitePages/Welcome.aspx",
  });
  open.microsoft.graph.reset();
  await runs.run();
  expect(open.microsoft.graph.calls.filter(({ url }) => url.searchParams.has("$expand"))).toEqual([]);
  Object.assign(page, { html: "<p>Goodbye.</p>", version: "2.0" });
  expect(await runs.run()).toMatchObject({ updated: 1 });
  docs.pages = docs.pages.filter((one) => one !== page);
  expect(await runs.run()).toMatchObject({ state: "succeeded", deleted: 1 });
  expect([...(await byTitle()).keys()].sort()).toEqual(["a.txt", "b.txt"]);
});

it("reads one page, and an Office file by the id that its address has", async () => {
  open.model.addPage(docs, "Welcome.aspx", "<p>Hello.</p>");
  open.model.addPage(docs, "Other.aspx", "<p>Not this.</p>");
  const item = add(folder(root, "Reports"), "Report.docx");
  add(root, "beside.txt");
  const id = open.model.uniqueId(item).toUpperCase();
  const runs = await read(
    `${site}/SitePages/Welcome.aspx?web=1`,
    `https://contoso.sharepoint.com/:w:/r/sites/Docs/_layouts/15/Doc.aspx?sourcedoc=%7B${id}%7D&file=Report.docx`,
  );
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 2 });
});

it("shows what can't be read as skipped, with the way to it", async () => {
  open.model.add(drive, root, "Notes", { kind: "notebook" });
  open.model.add(drive, root, "Elsewhere", { kind: "shortcut" });
  add(root, "empty.txt", "");
  const runs = await read(library);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "succeeded", skipped: 3 });
  expect(await runs.items(run.id)).toEqual({
    Notes: "skipped A OneNote notebook: its pages can't be read as a file.",
    Elsewhere:
      "skipped A shortcut to another place. Add that place's address to read it: https://contoso.sharepoint.com/sites/Other/Lib",
    "empty.txt": "skipped It is empty.",
  });
});

it("says so when a listing keeps a folder to itself", async () => {
  add(root, "a.txt");
  const hidden = folder(root, "Hidden");
  add(hidden, "b.txt");
  open.microsoft.habits = { ...open.microsoft.habits, hides: hidden.id };
  const runs = await read(library);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "partial", added: 1, failed: 1 });
  expect((await runs.items(run.id)).Dokumente).toMatch(
    /^failed Microsoft doesn't show the folders of 1 of its items/,
  );
});

it("reads the other addresses when one leads nowhere, and deletes nothing of what it can't list", async () => {
  add(root, "a.txt");
  const other = open.model.addDrive(docs, "Other");
  const lost = open.model.add(other, open.model.root(other), "c.txt");
  const runs = await read(library, `${site}/Other`, `${site}/Nowhere/x`);
  const run = await runs.run();
  expect(run).toMatchObject({ state: "partial", added: 2, failed: 1 });
  expect((await runs.items(run.id))[`${site}/Nowhere/x`]).toBe(
    "failed The site “Docs” has neither a library nor a sub-site “Nowhere”. It has: Freigegebene Dokumente, Other.",
  );
  open.microsoft.denied = new RegExp(`^/drives/${other.id}`);
  open.model.remove(other, lost);
  const denied = await runs.run();
  expect(denied).toMatchObject({ state: "partial", deleted: 0, failed: 2 });
  expect((await runs.items(denied.id))[`${site}/Other`]).toMatch(
    /^failed .*The application may read, but not this/,
  );
  expect((await runs.documents()).size).toBe(2);
});

it("says which permission is missing, and that a person has no OneDrive yet", async () => {
  const sharing = await read("https://contoso.sharepoint.com/:x:/s/Docs/EaBcDeF?e=1");
  expect(await sharing.run()).toMatchObject({
    state: "failed",
    reason: expect.stringMatching(/^This is a sharing link; open it and copy the address of the folder\./),
  });
  const person = await read("https://contoso-my.sharepoint.com/personal/new_contoso_com/Documents");
  expect(await person.run()).toMatchObject({
    state: "failed",
    reason: "This person has no OneDrive yet; it is made at their first sign-in.",
  });
  open.microsoft.permissions = [];
  open.microsoft.endTokens();
  open.microsoft.denied = /./;
  expect(await (await read(library)).run()).toMatchObject({
    state: "failed",
    reason: expect.stringMatching(/lacks the application permission Sites\.Read\.All/),
  });
});

it("follows a sharing link once the application may", async () => {
  const item = add(root, "shared.txt");
  open.microsoft.permissions = ["Files.ReadWrite.All", "Sites.Read.All"];
  open.microsoft.endTokens();
  const runs = await read(`https://contoso.sharepoint.com/:t:/s/Docs/${item.id}?e=1`);
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 1 });
});

it("sends its token to Graph alone, says who it is, and keeps no address of a download", async () => {
  add(root, "a.txt");
  const runs = await read(library);
  await runs.run();
  const [download] = open.microsoft.downloads.calls;
  expect(download?.url.searchParams.get("tempauth")).toBe("canary-tempauth");
  expect(download?.headers).not.toHaveProperty("authorization");
  for (const call of open.microsoft.graph.calls) {
    expect(call.headers["user-agent"]).toBe("NONISV|Tributary|Tributary/1.0");
  }
  for (const table of ["documents", "source_items", "run_items", "runs", "connectors"] as const) {
    const rows = await stage.admin.selectFrom(table).selectAll().execute();
    expect(JSON.stringify(rows), table).not.toContain("canary-tempauth");
  }
});

it("signs in anew when its token ends in the middle", async () => {
  for (let at = 0; at < 5; at++) add(root, `${at}.txt`);
  const runs = await read(library);
  let ended = false;
  open.microsoft.graph.fail(
    ({ url }) => {
      if (url.pathname.endsWith("/content") && !ended) {
        ended = true;
        open.microsoft.endTokens();
      }
      return false;
    },
    { kind: "reset" },
  );
  expect(await runs.run()).toMatchObject({ state: "succeeded", added: 5 });
});

it("comes back when the application's budget does, before it is refused", async () => {
  add(root, "a.txt");
  open.microsoft.graph.fail(/\/delta/, {
    kind: "answer",
    answer: {
      headers: { "ratelimit-limit": "1200", "ratelimit-remaining": "1", "ratelimit-reset": "40" },
      json: {
        value: [],
        "@odata.nextLink": `${open.microsoft.graph.origin}/v1.0/drives/${drive.id}/root/delta`,
      },
    },
  });
  const runs = await read(library);
  const run = await runs.run();
  expect(run.state).toBe("queued");
  expect(((run.not_before?.getTime() ?? 0) - Date.now()) / 1000).toBeGreaterThan(20);
  expect(open.microsoft.graph.calls.at(-1)?.url.pathname).toMatch(/delta$/);
});

it("sends no token to a host that a listing names", async () => {
  add(root, "a.txt");
  open.microsoft.graph.fail(/\/delta/, {
    kind: "answer",
    answer: { json: { value: [], "@odata.nextLink": `${open.microsoft.downloads.origin}/v1.0/steal` } },
  });
  const run = await (await read(library)).run();
  expect(run).toMatchObject({ state: "queued", reason: expect.stringMatching(/leads to another host/) });
  expect(open.microsoft.downloads.calls).toEqual([]);
});

it("tries again what failed, and names nothing else", async () => {
  const bad = add(root, "bad.txt");
  add(root, "good.txt");
  open.microsoft.graph.fail(new RegExp(`${bad.id}/content`), { kind: "answer", answer: { status: 423 } });
  const runs = await read(library, `${site}/Nowhere`);
  expect(await runs.run()).toMatchObject({ state: "partial", added: 1, failed: 2 });
  const retried = await runs.run([itemKey(drive.id, bad.id), `${site}/Nowhere`]);
  expect(retried).toMatchObject({ state: "partial", added: 1, failed: 1, discovered: 2 });
});
