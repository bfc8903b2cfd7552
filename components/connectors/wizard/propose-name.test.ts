import { expect, it } from "vitest";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { proposeName } from "./propose-name.ts";

it.each<[ConnectorType, Record<string, unknown>, string]>([
  ["web_scraper", { url: "https://www.example.com/docs/" }, "X · example.com/docs"],
  ["web_scraper", { url: "not yet" }, "X"],
  ["google_drive", { root_file_id: "1dyUEebJaFnWa3Z4n0BFMVAXQ7mfUH11g" }, "X · 1dyUEe…H11g"],
  ["google_drive", { root_file_id: "https://drive.google.com/drive/my-drive" }, "X"],
  [
    "impersonated_google_drive",
    { root_file_id: "root", target_account: "ana@example.com" },
    "X · ana@example.com",
  ],
  ["confluence", { base_url: "https://acme.atlassian.net/wiki", spaces: ["DOCS", "ENG"] }, "X · DOCS, ENG"],
  ["confluence", { base_url: "https://acme.atlassian.net/wiki" }, "X · acme"],
  ["jira", { base_url: "https://acme.atlassian.net", jql_query: "project = SUP and x = 1" }, "X · SUP"],
  ["jira", { base_url: "https://jira.acme.com", jql_query: "assignee = ana" }, "X · jira.acme.com"],
  ["sharepoint", { urls: ["https://a.sharepoint.com/sites/Intra%20net"] }, "X · Intra net"],
  ["onedrive", { urls: [] }, "X"],
  ["upload", {}, "X"],
])("%s with %j", (type, slots, name) => {
  expect(proposeName(type, slots, "X")).toBe(name);
});
