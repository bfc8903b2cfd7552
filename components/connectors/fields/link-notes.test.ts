import { describe, expect, it } from "vitest";
import { driveNote, microsoftNotes, scopeExample, shortId } from "./link-notes.ts";

const id = "1dyUEebJaFnWa3Z4n0BFMVAXQ7mfUH11g";

describe("a Drive link", () => {
  it.each([
    [`https://drive.google.com/drive/folders/${id}?usp=sharing`, { kind: "id", id, hasKey: false }],
    [`https://drive.google.com/file/d/${id}/view?resourcekey=0-abc`, { kind: "id", id, hasKey: true }],
    ["https://drive.google.com/drive/my-drive", { kind: "root" }],
    [id, undefined],
    ["https://drive.google.com/drive/search?q=x", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("%s", (text, note) => {
    expect(driveNote(text)).toEqual(note);
  });

  it("shortens long ids to their ends", () => {
    expect(shortId(id)).toBe("1dyUEe…H11g");
    expect(shortId("short")).toBe("short");
  });
});

describe("a start page", () => {
  it.each([
    [
      "https://docs.example.com/guide/",
      { inside: "https://docs.example.com/guide/…", outside: "https://docs.example.com/blog/…" },
    ],
    [
      "https://www.example.com/",
      { inside: "https://www.example.com/…", outside: "https://blog.example.com/…" },
    ],
    [
      "https://example.com/docs",
      {
        inside: "https://example.com/…",
        outside: "https://blog.example.com/…",
        asFolder: "https://example.com/docs/",
      },
    ],
    [
      "https://example.com/docs/index.html",
      { inside: "https://example.com/docs/…", outside: "https://example.com/blog/…" },
    ],
    [
      "https://example.com/blog/",
      { inside: "https://example.com/blog/…", outside: "https://example.com/shop/…" },
    ],
    ["https://j", undefined],
    ["nonsense", undefined],
  ])("%s", (text, example) => {
    expect(scopeExample(text)).toEqual(example);
  });
});

describe("addresses of SharePoint and OneDrive", () => {
  const contoso = "https://contoso.sharepoint.com";
  it.each([
    [`${contoso}/sites/Docs`, { kind: "site", place: "Docs" }],
    [contoso, { kind: "site", place: "contoso.sharepoint.com" }],
    [
      `${contoso}/:f:/r/sites/Docs/Shared%20Documents/Plans?csf=1`,
      { kind: "inside", place: "Docs / Shared Documents / Plans" },
    ],
    [`${contoso}/Shared%20Documents`, { kind: "inside", place: "Shared Documents" }],
    [`${contoso}/sites/Docs/SitePages/Home.aspx`, { kind: "page", place: "Home.aspx" }],
    [`${contoso}/sites/Docs/SitePages`, { kind: "pages", place: "Docs" }],
    [
      "https://contoso-my.sharepoint.com/personal/ana_contoso_com",
      { kind: "person", place: "ana_contoso_com" },
    ],
    [`${contoso}/:x:/s/Docs/EaBcDeF`, { kind: "share", place: expect.any(String) }],
  ])("%s", (line, note) => {
    expect(microsoftNotes([line])).toEqual([note]);
  });

  it("leave what names nothing to the errors", () => {
    expect(microsoftNotes(["", "https://example.com", `${contoso}/sites`])).toEqual([]);
    expect(microsoftNotes(undefined)).toEqual([]);
  });
});
