import { openSource, slotsOf } from "#lib/connectors/jira/testing/open-source.ts";
import { openJiraStandIn } from "#lib/connectors/jira/testing/stand-in.ts";
import type { SourceBench } from "./source-bench.ts";

/** A project of Cloud with so many issues, each with a few kB of text; a search shows a hundred at a time. */
export async function openJiraBench(items: number): Promise<SourceBench> {
  const jira = await openJiraStandIn("cloud");
  jira.pageSize = 100;
  const { model } = jira;
  const text = "A mill turns grain into flour, and water turns the mill. ".repeat(50);
  const ids = Array.from({ length: items }, (_, at) => model.add(`Issue ${at}`, `${at}. ${text}`));
  const { source, fetch } = openSource(jira);
  return {
    source,
    slots: slotsOf(jira, { jql_query: "project = DOC" }),
    credentials: jira.credentials,
    servers: [jira.server],
    edits: {
      "nothing changed": () => {},
      "10 issues changed": () => {
        for (const id of ids.slice(0, 10)) model.change(id, { description: `Changed. ${text}` });
      },
      "10 issues removed": () => {
        for (const id of ids.slice(-10)) model.remove(id);
      },
    },
    async [Symbol.asyncDispose]() {
      await fetch.close();
      await jira[Symbol.asyncDispose]();
    },
  };
}
