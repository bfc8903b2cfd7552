import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRunStage, type RunStage } from "#lib/runs/testing/stage.ts";
import { googleDoc, myDrive } from "./testing/drive-model.ts";
import { problem } from "./testing/drive-server.ts";
import { openReading } from "./testing/open-reading.ts";

let stage: RunStage;
beforeAll(async () => {
  stage = await openRunStage();
});
afterAll(() => stage[Symbol.asyncDispose]());

const succeeded = { state: "succeeded", failed: 0 };

describe("the tree", () => {
  it("reads a single file, and My Drive as a whole", async () => {
    await using one = await openReading(stage, (model) => ({
      root: model.add({ name: "Alone", text: "By itself", parent: myDrive }),
    }));
    expect(await one.run()).toMatchObject({ ...succeeded, added: 1 });
    expect(await one.paths()).toEqual({ Alone: "By itself" });

    await using whole = await openReading(stage, (model) => {
      model.add({ name: "Deep", text: "Deep", parent: model.folder("In") });
      return { root: "root" };
    });
    await whole.run();
    expect(await whole.paths()).toEqual({ "My Drive/In/Deep": "Deep" });
  });

  it("names a shared drive as people do, and follows its own feed", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.sharedDrive("Team");
      model.add({ name: "Plan", text: "The plan", parent: model.folder("Work", root) });
      return { root };
    });
    const { model, root } = reading;
    await reading.run();
    expect(await reading.paths()).toEqual({ "Team/Work/Plan": "The plan" });
    model.add({ name: "News", text: "News", parent: root });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1, discovered: 1 });
    expect(reading.listings()).toBe(0);
    model.drives.set(root, "Crew");
    await reading.run();
    expect(reading.downloads()).toBe(0);
    expect(Object.keys(await reading.paths()).sort()).toEqual(["Crew/News", "Crew/Work/Plan"]);
  });

  it("reads a folder of a shared drive whose member the account isn't", async () => {
    await using reading = await openReading(stage, (model) => {
      const drive = model.sharedDrive("Theirs", false);
      const root = model.folder("Shown", drive);
      model.edit(drive, { isVisible: false });
      model.add({ name: "Note", text: "One", parent: root });
      return { root };
    });
    await reading.run();
    expect(await reading.paths()).toEqual({ "Shown/Note": "One" });
    reading.model.add({ name: "Second", text: "Two", parent: reading.root });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1, unchanged: 0 });
  });

  it("follows shortcuts, cuts loops, and reads each once", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      const inner = model.folder("Inner", root);
      const outside = model.folder("Outside");
      const twice = model.add({ name: "Twice", text: "Twice", parent: inner });
      model.add({ name: "Far", text: "Far", parent: model.folder("Deeper", outside) });
      model.shortcut("Back to root", inner, root);
      model.shortcut("Out", root, outside);
      model.shortcut("Back in", outside, inner);
      model.shortcut("Again", root, twice);
      model.shortcut("Nowhere", root, "1Missing00000000");
      return { root };
    });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 2, skipped: 1 });
    expect(await reading.paths()).toEqual({ "Root/Inner/Twice": "Twice", "Root/Outside/Deeper/Far": "Far" });
    expect((await reading.reasons()).Nowhere).toMatch(
      /shortcut to something that was deleted, or that reader@/,
    );
  });

  it("follows what a shortcut leads to, and lets it go with the shortcut", async () => {
    const ids = { target: "", shortcut: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      model.add({ name: "Stays", text: "Stays", parent: root });
      ids.target = model.add({ name: "Target", text: "One", parent: model.folder("Other") });
      ids.shortcut = model.shortcut("Link", root, ids.target);
      return { root };
    });
    await reading.run();
    reading.model.edit(ids.target, { text: "Two" });
    expect(await reading.run()).toMatchObject({ ...succeeded, updated: 1, discovered: 1 });
    reading.model.remove(ids.shortcut);
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 1 });
    expect(await reading.paths()).toEqual({ "Root/Stays": "Stays" });
  });

  it("reads only the chosen items, as far as they are inside the root", async () => {
    const ids = { folder: "", file: "", outside: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      const between = model.folder("Between", root);
      ids.folder = model.folder("Chosen", between);
      model.add({ name: "In", text: "In", parent: ids.folder });
      ids.file = model.add({ name: "File", text: "File", parent: root });
      model.add({ name: "Not chosen", text: "No", parent: root });
      ids.outside = model.add({ name: "Elsewhere", text: "No", parent: myDrive });
      return { root, items: [ids.folder, ids.file, ids.outside, "1Missing00000000"] };
    });
    expect(await reading.run()).toMatchObject({ state: "partial", added: 2, skipped: 1, failed: 1 });
    expect(await reading.paths()).toEqual({ "Root/Between/Chosen/In": "In", "Root/File": "File" });
    expect(await reading.reasons()).toMatchObject({
      Elsewhere: expect.stringContaining("isn't inside “Root”"),
      "1Missing00000000": expect.stringContaining("can't see it"),
    });
    reading.model.move(ids.file, myDrive);
    expect(await reading.run()).toMatchObject({ deleted: 1 });
    expect(await reading.paths()).toEqual({ "Root/Between/Chosen/In": "In" });
  });

  it("sends the resource keys of links, of files and of shortcuts", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root", myDrive, { resourceKey: "0-root" });
      const target = model.folder("Locked", myDrive, { resourceKey: "0-target" });
      model.add({ name: "File", text: "Locked file", parent: target, resourceKey: "0-file" });
      model.shortcut("Link", root, target);
      return { root, keys: { [root]: "0-root" } };
    });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1 });
    expect(await reading.paths()).toEqual({ "Root/Locked/File": "Locked file" });
  });
});

describe("changes", () => {
  async function openTwoFolders() {
    const ids = { root: "", folder: "", inner: "", file: "", away: "" };
    const reading = await openReading(stage, (model) => {
      ids.root = model.folder("Root");
      ids.folder = model.folder("Folder", ids.root);
      ids.inner = model.folder("Inner", ids.folder);
      ids.file = model.add({ name: "File", text: "Text", parent: ids.inner });
      model.add({ name: "Other", text: "Other", parent: ids.root });
      ids.away = model.folder("Away");
      return { root: ids.root };
    });
    await reading.run();
    return { ...reading, ids };
  }

  it("gives what is in a renamed or moved folder its new path without a download", async () => {
    await using reading = await openTwoFolders();
    const { model, ids } = reading;
    model.edit(ids.folder, { name: "Renamed" });
    expect(await reading.run()).toMatchObject({ ...succeeded, updated: 1, discovered: 1 });
    expect(Object.keys(await reading.paths()).sort()).toEqual(["Root/Other", "Root/Renamed/Inner/File"]);
    model.move(ids.inner, model.folder("New", ids.root));
    await reading.run();
    expect(reading.downloads()).toBe(0);
    expect(await reading.paths()).toEqual({ "Root/New/Inner/File": "Text", "Root/Other": "Other" });
  });

  it("takes out what is in a folder that moves out, and in again when it returns", async () => {
    await using reading = await openTwoFolders();
    const { model, ids } = reading;
    const { id } = Object.values(await reading.reader.documents()).find(({ key }) => key === ids.file) ?? {};
    model.move(ids.folder, ids.away);
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 1 });
    expect(await reading.paths()).toEqual({ "Root/Other": "Other" });
    model.move(ids.folder, ids.root);
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1 });
    expect((await reading.reader.documents())[ids.file]?.id).toBe(id);
  });

  it("deletes what was put into the bin or unshared, and passes over what is elsewhere", async () => {
    await using reading = await openTwoFolders();
    const { model, ids } = reading;
    model.add({ name: "Not ours", text: "No", parent: ids.away });
    model.trash(ids.inner);
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 1, discovered: 1 });
    expect((await reading.reasons()).File).toBe("It is in Drive's bin.");
    model.hide(Object.keys(await reading.reader.documents())[0] ?? "");
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 1 });
    expect(await reading.paths()).toEqual({});
  });

  it("keeps what moved to another drive that it may read too", async () => {
    const ids = { file: "", drive: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.drive = model.sharedDrive("Team");
      model.shortcut("Team link", root, ids.drive);
      ids.file = model.add({ name: "Mover", text: "Text", parent: root });
      return { root };
    });
    await reading.run();
    reading.model.move(ids.file, ids.drive);
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 0, updated: 1 });
    expect(reading.downloads()).toBe(0);
    expect(Object.values(await reading.paths())).toEqual(["Text"]);
  });

  it("lists everything again when a token is refused, and deletes what the listing doesn't name", async () => {
    await using reading = await openTwoFolders();
    const { model, server, ids } = reading;
    model.files.delete(ids.file);
    model.folder("Elsewhere");
    server.oldestToken = model.feeds.get("")?.length ?? 0;
    expect(await reading.run()).toMatchObject({ ...succeeded, unchanged: 1, deleted: 1 });
    expect(reading.downloads()).toBe(0);
  });

  it("asks for its token before it lists, and believes the feed about what happened meanwhile", async () => {
    const ids = { file: "", to: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.to = model.folder("Listed early", root);
      model.add({ name: "Stays", text: "Stays", parent: ids.to });
      const from = model.folder("Listed late", model.folder("Deep", root));
      ids.file = model.add({ name: "Mover", text: "Text", parent: from });
      return { root };
    });
    const { server, model } = reading;
    let listings = 0;
    server.fail(
      (call) => {
        const isListing = call.url.pathname.endsWith("/files");
        if (isListing && ++listings === 3) model.move(ids.file, ids.to);
        return false;
      },
      { kind: "reset" },
    );
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 2 });
    expect(await reading.paths()).toMatchObject({ "Root/Listed early/Mover": "Text" });
  });

  it("lists everything each time where no feed tells, as for what is open to whoever has the link", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Public", myDrive, { parent: undefined, standing: "link" });
      model.add({ name: "File", text: "One", parent: root });
      return { root };
    });
    await reading.run();
    reading.model.add({ name: "Later", text: "Two", parent: reading.root });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1, unchanged: 1 });
    expect(reading.downloads()).toBe(1);
  });
});

describe("listings that can't be believed", () => {
  it("lists again, alone, folders that a listing of several left empty", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      for (const name of ["A", "B", "C"]) {
        model.add({ name: `In ${name}`, text: name, parent: model.folder(name, root) });
      }
      return { root };
    });
    reading.server.losesGroups = true;
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 3 });
  });

  it("deletes nothing when Google calls its search incomplete, and lists again next time", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root", myDrive, { parent: undefined, standing: "link" });
      for (const name of ["A", "B"]) model.add({ name, text: name, parent: root });
      return { root };
    });
    await reading.run();
    const [key = ""] = Object.keys(await reading.reader.documents());
    reading.model.files.delete(key);
    reading.server.isIncomplete = true;
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 0 });
    reading.server.isIncomplete = false;
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 1 });
  });

  it("keeps what is in a folder that can't be listed, and tries it again", async () => {
    const ids = { folder: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.folder = model.folder("Stubborn", root);
      model.add({ name: "In", text: "In", parent: ids.folder });
      model.add({ name: "Beside", text: "Beside", parent: root });
      return { root };
    });
    const { server, model } = reading;
    const isOfFolder = ({ url }: { url: URL }) => url.searchParams.get("q")?.includes(ids.folder) ?? false;
    const forbidden = problem(403, "insufficientFilePermissions", "No.");
    const fails = () => server.fail(isOfFolder, { kind: "answer", answer: forbidden }, { times: 100 });
    fails();
    expect(await reading.run()).toMatchObject({ state: "partial", added: 1, failed: 1 });
    expect((await reading.reasons()).Stubborn).toMatch(/can't be listed, so what is in it stays/);
    server.reset();
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1 });
    // Once more while everything is listed again: what is in it isn't missing.
    model.folder("Elsewhere");
    server.oldestToken = model.feeds.get("")?.length ?? 0;
    fails();
    expect(await reading.run()).toMatchObject({ state: "partial", deleted: 0, failed: 1 });
    server.reset();
    expect(await reading.run()).toMatchObject({ ...succeeded, unchanged: 2 });
    model.edit(ids.folder, { name: "Friendly" });
    await reading.run();
    expect(Object.keys(await reading.paths()).sort()).toEqual(["Root/Beside", "Root/Friendly/In"]);
  });

  it("lists everything once more before it believes a listing that names next to nothing", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      for (let at = 0; at < 12; at++) model.add({ name: `${at}`, text: `${at}`, parent: root });
      return { root };
    });
    const { model, server } = reading;
    await reading.run();
    for (const key of Object.keys(await reading.reader.documents())) model.files.delete(key);
    model.folder("Elsewhere");
    server.oldestToken = model.feeds.get("")?.length ?? 0;
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 0 });
    expect(await reading.run()).toMatchObject({ ...succeeded, deleted: 12 });
  });

  it("goes on after a listing's token ran out", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      for (let at = 0; at < 25; at++) model.add({ name: `${at}`, text: `${at}`, parent: root });
      return { root };
    });
    const expired = problem(400, "invalid", "Invalid Value", "pageToken");
    reading.server.fail(/\/files\?.*pageToken=20/, { kind: "answer", answer: expired });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 25 });
  });

  it("deletes nothing when the root can't be seen, and everything when it is in the bin", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      model.add({ name: "File", text: "Text", parent: root });
      return { root };
    });
    await reading.run();
    const root = reading.model.get(reading.root);
    root.isVisible = false;
    expect(await reading.run()).toMatchObject({
      state: "failed",
      deleted: 0,
      reason: expect.stringMatching(/^The key is fine, but reader@.+ can't see this file or folder/),
    });
    root.isVisible = true;
    reading.model.trash(reading.root);
    expect(await reading.run()).toMatchObject({
      state: "failed",
      deleted: 1,
      reason: "“Root” is in Drive's bin. Restore it there, or choose another folder.",
    });
  });
});

describe("files", () => {
  it("tells why it reads some not, before they are downloaded", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      model.add({ name: "Form", mimeType: "application/vnd.google-apps.form", parent: root });
      model.add({ name: "Photo", mimeType: "image/jpeg", parent: root });
      model.add({ name: "Locked", canDownload: false, parent: root });
      model.add({ name: "Locked doc", mimeType: googleDoc, canDownload: false, parent: root });
      return { root };
    });
    expect(await reading.run()).toMatchObject({ ...succeeded, skipped: 4 });
    expect(reading.downloads()).toBe(0);
    expect(await reading.reasons()).toEqual({
      Form: "Google gives out no text of it: it is a Google Form.",
      Photo: "No text is read from it: it is of type image/jpeg.",
      Locked: expect.stringMatching(/^Its owner doesn't let this account download it/),
      "Locked doc": expect.stringMatching(/^Its owner doesn't let this account download it/),
    });
  });

  it("exports documents as Markdown without their pictures, and over Google's limit as text", async () => {
    const markdown = "# Trip\n\nBy boat. ![][image1]\n\n[image1]: <data:image/png;base64,iVBORw0KGgo=>\n";
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      const doc = { mimeType: googleDoc, parent: root };
      model.add({ ...doc, name: "Trip.csv", text: markdown });
      model.add({
        ...doc,
        name: "Huge",
        exports: { "text/markdown": "too large", "text/plain": Buffer.from("Huge, in plain words") },
      });
      const sheet = "application/vnd.google-apps.spreadsheet";
      const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
      model.add({ name: "Sheet", mimeType: sheet, parent: root, exports: { [xlsx]: "too large" } });
      return { root };
    });
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 2, skipped: 1 });
    expect(await reading.paths()).toEqual({
      "Root/Trip.csv": "# Trip\n\nBy boat.",
      "Root/Huge": "Huge, in plain words",
    });
    expect((await reading.reasons()).Sheet).toMatch(/Google exports up to 10 MB/);
  });

  it("keeps owner, dates, link, path and permissions, and takes over what changed of them", async () => {
    const ids = { file: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.file = model.add({ name: "File", text: "Text", parent: root });
      return { root };
    });
    await reading.run();
    const stored = () =>
      stage.admin.selectFrom("documents").selectAll().where("key", "=", ids.file).executeTakeFirstOrThrow();
    expect(await stored()).toMatchObject({
      title: "File",
      link: `https://drive.google.com/file/d/${ids.file}/view`,
      mime: "text/plain",
      file_owner: "ana@example.com",
      author: "Ana Example",
      source_created_at: new Date("2026-10-01T08:00:00Z"),
      blob_sha256: expect.any(String),
      metadata: {
        path: "Root/File",
        source_mime: "text/plain",
        permissions: [{ type: "user", role: "owner", email: "ana@example.com" }],
      },
    });
    const group = { type: "group", role: "reader", emailAddress: "all@example.com" };
    reading.model.edit(ids.file, { permissions: [group] });
    expect(await reading.run()).toMatchObject({ ...succeeded, updated: 1 });
    expect(reading.downloads()).toBe(0);
    expect((await stored()).metadata).toMatchObject({
      permissions: [{ type: "group", role: "reader", email: "all@example.com" }],
      sha256: expect.any(String),
    });
  });

  it("deletes what is gone by the time it is read, and fails what can't be had now", async () => {
    const ids = { gone: "", broken: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.gone = model.add({ name: "Gone", text: "Gone", parent: root });
      ids.broken = model.add({ name: "Broken", text: "Broken", parent: root });
      return { root };
    });
    const media = (id: string) => new RegExp(`/${id}\\?.*alt=media`);
    reading.server.fail(media(ids.gone), {
      kind: "answer",
      answer: problem(404, "notFound", "File not found."),
    });
    reading.server.fail(media(ids.broken), {
      kind: "answer",
      answer: problem(403, "downloadQuotaExceeded", "The download quota for this file has been exceeded."),
    });
    expect(await reading.run()).toMatchObject({ state: "partial", added: 0, failed: 1 });
    expect((await reading.reasons()).Broken).toMatch(/downloaded too often/);
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 2 });
  });

  it("retries an item alone, and looks at nothing else", async () => {
    const ids = { broken: "" };
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      ids.broken = model.add({ name: "Broken", text: "Whole", parent: model.folder("In", root) });
      return { root };
    });
    const { server, model, root } = reading;
    const fault = problem(
      403,
      "downloadQuotaExceeded",
      "The download quota for this file has been exceeded.",
    );
    server.fail(/alt=media/, { kind: "answer", answer: fault });
    const { workspace_id, connector_id } = await reading.run();
    model.add({ name: "Later", text: "Later", parent: root });
    server.calls = [];
    const connector = { workspaceId: workspace_id, connectorId: connector_id, source: undefined as never };
    const runId = await stage.queue(connector, { trigger: "retry", onlyKeys: [ids.broken] });
    await stage.execute(await stage.take());
    expect(await stage.runRow(runId)).toMatchObject({ ...succeeded, added: 1, discovered: 1 });
    expect(await reading.paths()).toEqual({ "Root/In/Broken": "Whole" });
    expect(reading.listings()).toBe(0);
    expect(await reading.run()).toMatchObject({ ...succeeded, added: 1, discovered: 1 });
  });

  it("comes back later when a limit is told as a 403", async () => {
    await using reading = await openReading(stage, (model) => {
      const root = model.folder("Root");
      model.add({ name: "File", text: "Text", parent: root });
      return { root };
    });
    const limit = problem(403, "userRateLimitExceeded", "User Rate Limit Exceeded");
    reading.server.fail(/alt=media/, { kind: "answer", answer: limit });
    expect(await reading.run()).toMatchObject({ state: "queued", not_before: expect.any(Date) });
    expect(await reading.reader.goOn()).toMatchObject({ ...succeeded, added: 1 });
  });
});
