import { testSource, type VendorStage } from "#lib/sources/vendor/testing/conformance.ts";
import { faults } from "#lib/sources/vendor/testing/vendor-server.ts";
import { openSource, slotsOf } from "./testing/open-source.ts";
import { type JiraStandIn, openJiraStandIn } from "./testing/stand-in.ts";

function stageOf(standIn: JiraStandIn): Omit<VendorStage, "isListing" | "isContent"> {
  const { model, server, credentials } = standIn;
  const { source, fetch } = openSource(standIn);
  return {
    source,
    slots: slotsOf(standIn, { jql_query: "project = DOC ORDER BY updated DESC" }),
    credentials,
    server,
    manyItems: 35,
    add: (name, text) => model.add(name, text),
    change: (key, description) => model.change(key, { description }),
    rename: (key, summary) => model.change(key, { summary }),
    // To another project and back: another number, the same issue.
    move: (key) => model.change(key, { key: "DOC-9999" }),
    remove: (key) => model.remove(key),
    expected: () =>
      Object.fromEntries([...model.issues.values()].map(({ id, description }) => [id, description])),
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await standIn[Symbol.asyncDispose]();
    },
  };
}

testSource("Jira Cloud", async () => ({
  ...stageOf(await openJiraStandIn("cloud")),
  isListing: ({ url }) => url.pathname === "/rest/api/3/search/jql",
  isContent: ({ url }) => url.pathname === "/rest/api/3/issue/bulkfetch",
  forbidden: faults.status(403, { errorMessages: ["You do not have permission"], errors: {} }),
}));

testSource("Jira Data Center", async () => ({
  ...stageOf(await openJiraStandIn("data_center")),
  isListing: ({ url, body }) => url.pathname === "/jira/rest/api/2/search" && !body.includes("*all"),
  isContent: ({ url, body }) => url.pathname === "/jira/rest/api/2/search" && body.includes("*all"),
}));
