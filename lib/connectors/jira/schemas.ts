import { z } from "zod";

// What is read of Jira's answers (developer.atlassian.com/cloud/jira/platform/rest/v3, docs.atlassian.com/software/jira
// /docs/api/REST/9.17.0). Everything else that they hold is left alone.

const account = z.looseObject({
  displayName: z.string().nullish(),
  emailAddress: z.string().nullish(),
});
export type Account = z.output<typeof account>;

const named = z.looseObject({ name: z.string() });

export const attachmentSchema = z.looseObject({
  id: z.coerce.string(),
  filename: z.string(),
  size: z.number(),
  mimeType: z.string().nullish(),
  created: z.string().nullish(),
  author: account.nullish(),
  content: z.string().nullish(),
});
export type Attachment = z.output<typeof attachmentSchema>;

const parent = z.looseObject({ id: z.string(), key: z.string() });

/** What a listing tells of an issue: enough to know whether it changed. */
export const listedSchema = z.looseObject({
  id: z.string(),
  key: z.string(),
  fields: z.looseObject({
    summary: z.string().nullish(),
    updated: z.string(),
    parent: parent.nullish(),
    attachment: z.array(attachmentSchema).nullish(),
  }),
});
export type Listed = z.output<typeof listedSchema>;

export const commentSchema = z.looseObject({
  id: z.coerce.string(),
  author: account.nullish(),
  created: z.string().nullish(),
  body: z.unknown(),
  renderedBody: z.string().nullish(),
});
export type Comment = z.output<typeof commentSchema>;

export const commentPageSchema = z.looseObject({
  comments: z.array(commentSchema),
  total: z.number(),
});

const linkedIssue = z.looseObject({
  key: z.string(),
  fields: z.looseObject({ summary: z.string().nullish() }).nullish(),
});

export const issueSchema = z.looseObject({
  id: z.string(),
  key: z.string(),
  /** Data Center: HTML of what is wiki markup otherwise. */
  renderedFields: z.record(z.string(), z.unknown()).nullish(),
  fields: z.looseObject({
    summary: z.string().nullish(),
    description: z.unknown(),
    created: z.string().nullish(),
    updated: z.string().nullish(),
    duedate: z.string().nullish(),
    creator: account.nullish(),
    reporter: account.nullish(),
    assignee: account.nullish(),
    project: z.looseObject({ key: z.string(), name: z.string().nullish() }).nullish(),
    issuetype: named.nullish(),
    status: named.nullish(),
    priority: named.nullish(),
    resolution: named.nullish(),
    security: named.nullish(),
    labels: z.array(z.string()).nullish(),
    components: z.array(named).nullish(),
    fixVersions: z.array(named).nullish(),
    parent: linkedIssue.nullish(),
    issuelinks: z
      .array(
        z.looseObject({
          type: z.looseObject({ inward: z.string(), outward: z.string() }),
          inwardIssue: linkedIssue.nullish(),
          outwardIssue: linkedIssue.nullish(),
        }),
      )
      .nullish(),
    comment: commentPageSchema.nullish(),
  }),
});
export type Issue = z.output<typeof issueSchema>;

export const fieldSchema = z.looseObject({
  id: z.string(),
  name: z.string(),
  custom: z.boolean().nullish(),
  schema: z.looseObject({ custom: z.string().nullish() }).nullish(),
});

export const myselfSchema = account;
