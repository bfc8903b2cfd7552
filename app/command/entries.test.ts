import { expect, it } from "vitest";
import { type Entry, matching } from "./entries.ts";

const entry = (words: string): Entry => ({ id: words, group: "pages", words, choose: () => {} });
const entries = ["Execuções", "Novo conector: Google Drive", "New connector: Jira"].map(entry);

it.each([
  ["", ["Execuções", "Novo conector: Google Drive", "New connector: Jira"]],
  ["execucoes", ["Execuções"]],
  ["drive novo", ["Novo conector: Google Drive"]],
  [" JIRA ", ["New connector: Jira"]],
  ["jira drive", []],
])("%j", (typed, found) => {
  expect(matching(entries, typed).map(({ words }) => words)).toEqual(found);
});
