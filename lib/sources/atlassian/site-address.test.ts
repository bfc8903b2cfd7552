import { expect, it } from "vitest";
import { siteRoot } from "./site-address.ts";

it.each([
  ["https://wiki.example.com", "https://wiki.example.com"],
  ["https://wiki.example.com/confluence/", "https://wiki.example.com/confluence"],
  ["https://wiki.example.com/confluence/display/DOCS/Home", "https://wiki.example.com/confluence"],
  ["https://wiki.example.com/pages/viewpage.action?pageId=1", "https://wiki.example.com"],
  ["https://wiki.example.com:8443/a/b/dashboard.action", "https://wiki.example.com:8443/a/b"],
  ["https://jira.example.com/jira/browse/DOC-1", "https://jira.example.com/jira"],
  ["https://jira.example.com/secure/Dashboard.jspa", "https://jira.example.com"],
])("finds the root of %s", (address, root) => {
  expect(siteRoot(address)).toBe(root);
});
