import { createCloudClient } from "jira.js/cloud";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type JiraStandIn, openJiraStandIn } from "./stand-in.ts";

// A client that somebody else wrote, with a schema of every answer that Cloud documents: else we'd test our own idea of it.

let jira: JiraStandIn;
let client: ReturnType<typeof createCloudClient>;
let id: string;

beforeAll(async () => {
  jira = await openJiraStandIn("cloud");
  jira.pageSize = 2;
  const { email, api_token: apiToken } = jira.credentials;
  client = createCloudClient({ host: jira.root, auth: { type: "basic", email, apiToken } });
  const parent = jira.model.add("Parent", "P.");
  id = jira.model.add("One", "Text.", { parentId: parent, labels: ["a"] });
  jira.model.add("Two", "Text.");
  for (const word of ["one", "two", "three"]) jira.model.comment(id, "Bo", word);
  jira.model.attach(id, "notes.txt", "bytes");
});
afterAll(() => jira[Symbol.asyncDispose]());

it("searches by tokens, to the last page", async () => {
  const query = {
    jql: "project = DOC",
    maxResults: 50,
    fields: ["summary", "updated", "parent", "attachment"],
  };
  const first = await client.issueSearch.searchAndReconsileIssuesUsingJqlPost(query);
  expect(first).toMatchObject({ isLast: false, issues: [{ key: "DOC-1" }, { key: "DOC-2" }] });
  const nextPageToken = first.nextPageToken ?? "";
  const last = await client.issueSearch.searchAndReconsileIssuesUsingJqlPost({ ...query, nextPageToken });
  expect(last).toMatchObject({ isLast: true, issues: [{ key: "DOC-3" }] });
  expect(await client.issueSearch.countIssues({ jql: "project = DOC" })).toMatchObject({ count: 3 });
});

it("gives whole issues, their comments, fields and the account", async () => {
  const { issues } = await client.issues.bulkFetchIssues({ issueIdsOrKeys: [id], fields: ["*all"] });
  expect(issues).toMatchObject([{ id, fields: { summary: "One" } }]);
  const comments = await client.issueComments.getComments({ issueIdOrKey: id, startAt: 2 });
  expect(comments).toMatchObject({ total: 3, comments: [{ author: { displayName: "Bo" } }] });
  expect((await client.issueFields.getFields()).map(({ name }) => name)).toContain("Customer");
  expect(await client.myself.getCurrentUser()).toMatchObject({ displayName: "Bot" });
});
