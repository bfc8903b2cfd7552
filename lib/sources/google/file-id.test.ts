import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readDriveReference } from "./file-id.ts";

/** Ids as Drive makes them: 19 characters for shared drives, 28 of old, 33, and 44 for its editors' files. */
const id = fc
  .tuple(
    fc.constantFrom("0A", "0B", "1", "1d"),
    fc.string({
      unit: fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
      minLength: 17,
      maxLength: 43,
    }),
  )
  .map((parts) => parts.join(""));

/** Addresses of files and folders as people copy them; `ID` stands for the id. */
const shapes = [
  "https://drive.google.com/file/d/ID",
  "https://drive.google.com/file/d/ID/view?usp=sharing",
  "https://drive.google.com/file/d/ID/edit",
  "https://drive.google.com/file/u/1/d/ID/preview",
  "https://drive.google.com/drive/folders/ID",
  "https://drive.google.com/drive/u/0/folders/ID?usp=drive_link",
  "https://drive.google.com/drive/mobile/folders/ID",
  "https://drive.google.com/drive/mobile/folders/ID/x?sort=13&direction=a",
  "https://drive.google.com/a/example.com/file/d/ID/view",
  "https://drive.google.com/a/example.com/drive/folders/ID",
  "https://drive.google.com/open?id=ID",
  "https://drive.google.com/open?id=ID&authuser=ana%40example.com",
  "https://drive.google.com/uc?id=ID&export=download",
  "https://drive.google.com/uc?export=download&id=ID",
  "https://drive.google.com/folderview?id=ID#list",
  "https://docs.google.com/document/d/ID/edit?tab=t.0#heading=h.abc",
  "https://docs.google.com/document/u/0/d/ID/mobilebasic",
  "https://docs.google.com/spreadsheets/d/ID/edit#gid=0",
  "https://docs.google.com/spreadsheets/u/2/d/ID/edit?gid=12",
  "https://docs.google.com/presentation/d/ID/edit#slide=id.p",
  "https://docs.google.com/a/example.com/presentation/d/ID/present",
  "https://docs.google.com/forms/d/ID/viewform",
  "https://docs.google.com/drawings/d/ID/edit",
  "https://docs.google.com/videos/d/ID/edit",
  "https://docs.google.com/document/d/ID/copy",
  "https://drive.usercontent.google.com/download?id=ID&export=download&authuser=0",
  "  https://drive.google.com/file/d/ID/view  ",
  "ID",
];

describe("readDriveReference", () => {
  it.each(shapes)("finds the id in %s", (shape) => {
    fc.assert(
      fc.property(id, (one) => {
        expect(readDriveReference(shape.replace("ID", one))).toEqual({ id: one });
      }),
    );
  });

  it("keeps the resource key of a link, wherever it is", () => {
    const link = "https://drive.google.com/file/d/1abcdefghijklmnop/view?usp=sharing&resourcekey=0-Abc_def-1";
    expect(readDriveReference(link)).toEqual({ id: "1abcdefghijklmnop", resourceKey: "0-Abc_def-1" });
  });

  it.each(["root", "https://drive.google.com/drive/my-drive", "https://drive.google.com/drive/u/0/my-drive"])(
    "knows My Drive as %s",
    (text) => expect(readDriveReference(text)).toEqual({ id: "root" }),
  );

  it.each([
    ["https://drive.google.com/drive/shared-with-me", /shared with you/],
    ["https://drive.google.com/drive/u/1/recent", /recent files/],
    ["https://drive.google.com/drive/shared-drives", /list of shared drives/],
    ["https://drive.google.com/drive/search?q=budget", /opens a search/],
    ["https://drive.google.com/drive/u/0/search?q=type:pdf%20parent:1abcdefghijklmnop", /opens a search/],
    ["https://drive.google.com/drive/home", /start page/],
    ["https://drive.google.com/drive/trash", /the bin/],
    ["https://docs.google.com/document/d/e/2PACX-1vQabcdefghijklmnop/pub", /published copy/],
    ["https://docs.google.com/forms/d/e/1FAIpQLSabcdefghijklmnop/viewform", /published copy/],
    ["https://drive.google.com/", /names no file/],
    ["https://drive.google.com/file/d/short", /names no file/],
    ["https://example.com/file/d/1abcdefghijklmnop", /“example.com” isn't Google Drive/],
    ["https://drive.google.com.evil.example/file/d/1abcdefghijklmnop", /isn't Google Drive/],
    ["javascript:alert(1)", /Paste the link/],
    ["short", /Paste the link/],
    ["", /Paste the link/],
  ])("refuses %s, saying why", (text, problem) => {
    expect(readDriveReference(text)).toEqual({ problem: expect.stringMatching(problem) });
  });

  it("answers whatever is pasted", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.webUrl({ withQueryParameters: true, withFragments: true })),
        (text) => {
          const found = readDriveReference(text);
          if ("id" in found) expect(found.id).toMatch(/^[A-Za-z0-9_-]+$/);
          else expect(found.problem.length).toBeGreaterThan(10);
        },
      ),
    );
  });
});
