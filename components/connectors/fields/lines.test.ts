import { expect, it } from "vitest";
import { readHeaders, readLines, writeHeaders } from "./lines.ts";

it.each([
  ["", []],
  ["a\r\n\n  b  \n", ["a", "b"]],
  ["one", ["one"]],
])("reads the lines of %j", (text, lines) => {
  expect(readLines(text)).toEqual(lines);
});

it.each([
  ["Authorization: Bearer a:b", { Authorization: "Bearer a:b" }],
  ["Cookie: a=1\nX-Team:docs", { Cookie: "a=1", "X-Team": "docs" }],
  ["nonsense", { nonsense: "" }],
  ["", {}],
])("reads the headers of %j", (text, headers) => {
  expect(readHeaders(text)).toEqual(headers);
});

it("writes headers as they are read", () => {
  const headers = { Cookie: "a=1", "X-Team": "docs" };
  expect(readHeaders(writeHeaders(headers))).toEqual(headers);
});
