import { expect, it } from "vitest";
import { askedPath, askedPathHeader } from "./asked-path.ts";

it.each([
  ["/w/1/runs?state=failed", "/w/1/runs?state=failed"],
  ["/w/1/runs?_rsc=1a2b", "/w/1/runs"],
  ["/w/1/runs?q=a%26b&_rsc=1a2b", "/w/1/runs?q=a%26b"],
  ["//evil.example/x", "/x"],
  ["https://evil.example/x", "/x"],
  ["http://[", "/"],
])("%s is %s", (url, path) => {
  expect(askedPath(new Headers({ [askedPathHeader]: url }))).toBe(path);
});

it("is the start page when nobody tells", () => {
  expect(askedPath(new Headers())).toBe("/");
});
