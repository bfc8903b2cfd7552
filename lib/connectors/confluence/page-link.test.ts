import { describe, expect, it } from "vitest";
import { type LinkTarget, readLink, readSpaceKey } from "./page-link.ts";
import { decodeTinyLink } from "./tiny-link.ts";

const cloud = "https://acme.atlassian.net";
const server = "https://wiki.example.com/confluence";
const page = (id: string): LinkTarget => ({ kind: "content", id });
const title = (spaceKey: string, name: string): LinkTarget => ({ kind: "title", spaceKey, title: name });
const space = (key: string): LinkTarget => ({ kind: "space", key });

it.each<[string, LinkTarget]>([
  ["/wiki/spaces/DOCS", space("DOCS")],
  ["/wiki/spaces/DOCS/overview?homepageId=98", page("98")],
  ["/wiki/spaces/DOCS/overview", space("DOCS")],
  ["/wiki/spaces/DOCS/pages", space("DOCS")],
  ["/wiki/spaces/DOCS/pages/123456", page("123456")],
  ["/wiki/spaces/DOCS/pages/123456/A+title+%2F+2024", page("123456")],
  ["/wiki/spaces/DOCS/pages/123456?focusedCommentId=9#top", page("123456")],
  ["/wiki/spaces/DOCS/pages/edit-v2/123456?draftShareId=x", page("123456")],
  ["/wiki/spaces/~7120205b10/pages/123456/Mine", page("123456")],
  ["/wiki/spaces/DOCS/blog/2026/11/25/123456/News", page("123456")],
  ["/wiki/spaces/DOCS/blog/123456", page("123456")],
  ["/wiki/spaces/DOCS/folder/789?atlOrigin=x", { kind: "folder", id: "789" }],
  ["/wiki/spaces/DOCS/whiteboard/55", { kind: "other", what: "whiteboard", id: "55" }],
  ["/wiki/spaces/DOCS/database/56", { kind: "other", what: "database", id: "56" }],
  ["/wiki/spaces/DOCS/embed/57", { kind: "other", what: "embed", id: "57" }],
  ["/wiki/pages/viewpage.action?pageId=123456", page("123456")],
  ["/wiki/pages/viewpage.action?spaceKey=DOCS&title=How+to+%26+why", title("DOCS", "How to & why")],
  ["/wiki/spaces/viewspace.action?key=DOCS", space("DOCS")],
  ["/wiki/display/DOCS/How+to%3F", title("DOCS", "How to?")],
  ["/wiki/display/~ada/Home", title("~ada", "Home")],
  ["/wiki/display/DOCS/2026/11/25/News", title("DOCS", "News")],
  ["/wiki/display/DOCS", space("DOCS")],
  ["/wiki/x/LIQHD", page("201819180")],
])("reads %s of Cloud, whole and without its host", (path, target) => {
  expect(readLink(cloud + path, cloud)).toEqual({ target });
  expect(readLink(` ${path} `, cloud)).toEqual({ target });
});

it.each<[string, LinkTarget]>([
  ["/display/DOCS/Home", title("DOCS", "Home")],
  ["/pages/viewpage.action?pageId=98765", page("98765")],
  ["/pages/editpage.action?pageId=98765", page("98765")],
  ["/pages/viewpreviousversions.action?pageId=98765", page("98765")],
  ["/spaces/DOCS/pages/98765/Home", page("98765")],
  ["/x/LIQHD", page("201819180")],
])("reads %s of Data Center, with its context path", (path, target) => {
  expect(readLink(server + path, server)).toEqual({ target });
});

describe("what isn't read", () => {
  it.each([
    [
      "https://other.atlassian.net/wiki/spaces/DOCS/pages/1",
      "It leads to other.atlassian.net, not to this site.",
    ],
    [`${cloud}/wiki/home`, "doesn't say which page"],
    [`${cloud}/wiki/l/cp/abc123`, "copy its address from the browser's address bar"],
    [`${cloud}/wiki/x/!!!`, "doesn't say which page"],
    ["https://", "is no address"],
  ])("%s", (link, problem) => {
    expect(readLink(link, cloud)).toEqual({ problem: expect.stringContaining(problem) });
  });
});

it("takes an id alone for a page's", () => {
  expect(readLink("123456", cloud)).toEqual({ target: page("123456") });
});

it.each([
  ["DOCS", "DOCS"],
  [" ~7120205b10 ", "~7120205b10"],
  [`${cloud}/wiki/spaces/DOCS/overview?homepageId=98`, "DOCS"],
  [`${cloud}/wiki/spaces/DOCS/pages/1/Title`, "DOCS"],
  [`${cloud}/wiki/display/DOCS/Home`, "DOCS"],
])("finds the key of a space in %s", (text, key) => {
  expect(readSpaceKey(text, cloud)).toBe(key);
});

describe("tiny links", () => {
  const encode = (id: bigint) => {
    const bytes = Buffer.alloc(9);
    bytes.writeBigUInt64LE(id);
    return bytes.toString("base64").replaceAll("/", "-").replaceAll("+", "_").replace(/A+$/, "");
  };

  it("are read to the id that they were made of", () => {
    expect(decodeTinyLink("LIQHD")).toBe("201819180");
    for (const id of [1n, 62n, 65_535n, 4_128_831n, 201_819_180n, 9_007_199_254_740_993n, 2n ** 63n - 1n]) {
      expect(decodeTinyLink(encode(id))).toBe(String(id));
    }
  });

  it.each(["", "A", "LIQHD/", "thiscodeistoolong", "€"])("are none: “%s”", (code) => {
    expect(decodeTinyLink(code)).toBeUndefined();
  });
});
