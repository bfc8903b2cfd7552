import { expect, it } from "vitest";
import { documentFacts, hasBytesOf, linkOf, versionOf } from "./document.ts";
import { listedItem, listedPage } from "./facts.ts";
import { driveItemSchema, sitePageSchema } from "./wire.ts";

const item = (more: object) =>
  listedItem(
    driveItemSchema.parse({ id: "01A", name: "a.docx", eTag: '"{1},2"', size: 9, file: {}, ...more }),
  );
const page = (versionId: string) =>
  listedPage(
    sitePageSchema.parse({ id: "p", name: "Home.aspx", publishingState: { level: "draft", versionId } }),
  );

it.each([
  ["a tombstone without a name", { name: undefined, deleted: { state: "deleted" } }, null],
  ["a root", { root: {}, folder: {}, parentReference: { id: "above" } }, { kind: "root", parentId: null }],
  ["a folder", { file: undefined, folder: { childCount: 3 } }, { kind: "folder" }],
  ["a notebook that is a folder too", { folder: {}, package: { type: "oneNote" } }, { kind: "notebook" }],
  ["a shortcut to a folder", { folder: {}, remoteItem: { id: "r" } }, { kind: "shortcut" }],
  ["a file in a folder", { parentReference: { id: "above" } }, { kind: "file", parentId: "above" }],
])("reads %s", (_name, more, expected) => {
  if (expected === null) expect(item(more)).toBeNull();
  else expect(item(more)).toMatchObject(expected);
});

it.each([
  ["its hash", { file: { hashes: { quickXorHash: "q", sha1Hash: "s" } } }, "q 9"],
  ["another hash", { file: { hashes: { sha1Hash: "s" } } }, "s 9"],
  ["its tag, without a hash", {}, '"{1},2"'],
  [
    "its date, without either",
    { eTag: null, lastModifiedDateTime: "2026-01-01T00:00:00Z" },
    "2026-01-01T00:00:00Z",
  ],
])("tells bytes apart by %s", (_name, more, tag) => {
  expect(item(more)?.facts.tag).toBe(tag);
});

it.each([
  [{ size: 0 }, "It is empty."],
  [{ size: 200 * 1024 * 1024 }, "Too large: files up to 100 MB are read."],
  [{ malware: { description: "EICAR" } }, "Microsoft found malware in it."],
  [{ package: { type: "other" } }, "A package of files: its pages can't be read as a file."],
  [{ remoteItem: {} }, "A shortcut to another place. Add that place's address to read it."],
  [{}, undefined],
])("knows why %j isn't read", (more, reason) => {
  expect(item(more)?.facts.unreadable).toBe(reason);
});

it("leaves out pages that were never published, and keeps later drafts", () => {
  expect(page("0.4").facts.unreadable).toBe("A draft that was never published.");
  expect(page("1.1").facts.unreadable).toBeUndefined();
});

const place = {
  feedName: "Documents",
  feedUrl: "https://contoso.sharepoint.com/sites/Docs/Lib/",
  path: "/Pläne/#1.txt",
};
const office = "https://contoso.sharepoint.com/sites/Docs/_layouts/15/Doc.aspx?sourcedoc=%7B1%7D";

it("links to an Office file by its id, and to others by their path", () => {
  expect(linkOf(item({ webUrl: office })?.facts ?? { tag: "" }, place)).toBe(office);
  const elsewhere = item({ webUrl: "https://contoso.sharepoint.com/sites/Docs/Lib/Old/a.txt" });
  expect(linkOf(elsewhere?.facts ?? { tag: "" }, place)).toBe(
    "https://contoso.sharepoint.com/sites/Docs/Lib/Pl%C3%A4ne/%231.txt",
  );
});

it("takes the drive's owner for what has no author with an address, and no nonsense for a date", () => {
  const facts = item({ createdBy: { application: { displayName: "Flow" } }, createdDateTime: "soon" })?.facts;
  expect(documentFacts(facts ?? { tag: "" }, place, "ana@contoso.com")).toMatchObject({
    author: "Flow",
    fileOwner: "ana@contoso.com",
    createdAt: undefined,
    metadata: { path: "Documents/Pläne/#1.txt" },
  });
});

it("has the same bytes at another place, and others once Microsoft hands them out", () => {
  const facts = item({})?.facts ?? { tag: "" };
  const version = versionOf(facts, place);
  expect(versionOf(facts, { ...place, path: "/b" })).not.toBe(version);
  expect(hasBytesOf(versionOf(facts, { ...place, path: "/b" }), facts)).toBe(true);
  expect(hasBytesOf(versionOf({ ...facts, unreadable: "Locked." }, place), facts)).toBe(false);
  expect(hasBytesOf(null, facts)).toBe(false);
});
