import { z } from "zod";
import { baseUrlField, switchField } from "#lib/sources/atlassian/slots.ts";

const alsoRead = { group: "Along with them" };

/** Settings of a jira connector. Extra keys are kept. */
export const jiraSlots = z.looseObject({
  base_url: baseUrlField.meta({
    title: "Address",
    description: "Of your Jira, Cloud or Data Center.",
    placeholder: "https://example.atlassian.net",
  }),
  jql_query: z
    .string({ error: "Enter a JQL query that finds the issues." })
    .trim()
    .min(1, "Enter a JQL query that finds the issues.")
    .max(10_000, "At most 10,000 characters.")
    .meta({
      title: "JQL query",
      description: "The issues to read. Jira wants it bounded: name a project, a person or a time.",
      placeholder: "project = DOCS and statusCategory != Done",
      widget: "code",
    }),
  config: z
    .looseObject({
      include_attachments: switchField.meta({
        title: "Attachments",
        description: "Files that are attached to the issues.",
        ...alsoRead,
      }),
      search_children_issues: switchField.meta({
        title: "Children of found issues",
        description: "Sub-tasks, and the issues of an epic.",
        ...alsoRead,
      }),
      search_parent_issues: switchField.meta({
        title: "Parents of found issues",
        description: "Up to the topmost, the query found them or not.",
        ...alsoRead,
      }),
    })
    .prefault({})
    .meta({ title: "More" }),
});

export type JiraSlots = z.output<typeof jiraSlots>;
