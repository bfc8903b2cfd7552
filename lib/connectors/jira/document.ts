import type { ItemContent, Json, JsonObject } from "#lib/connectors/source.ts";
import { htmlToMarkdown } from "#lib/extract/html-to-markdown.ts";
import { adfToMarkdown } from "#lib/sources/atlassian/adf/to-markdown.ts";
import type { Account, Comment, Issue, Listed } from "./schemas.ts";
import { valueWords } from "./value-words.ts";

export const titleOf = ({
  key,
  fields,
}: Pick<Listed, "key"> & { fields: { summary?: string | null } }): string =>
  fields.summary ? `${key}: ${fields.summary}` : key;

export const linkOf = (root: string, key: string): string => `${root}/browse/${key}`;

export type DocumentContext = {
  /** Of the site, for links. */
  root: string;
  fieldNames: ReadonlyMap<string, string>;
};

/** An issue as a document: its facts, description, the fields that people filled in, links and comments. */
export function issueContent(
  issue: Issue,
  comments: readonly Comment[],
  context: DocumentContext,
): ItemContent {
  const { fields } = issue;
  const parts = [
    factLines(issue),
    richText(fields.description, issue.renderedFields?.description, context.root),
    ...customParts(issue, context),
    linkPart(issue, context.root),
    commentPart(comments, context.root),
  ];
  return {
    text: parts.filter((part) => part !== "").join("\n\n"),
    mime: "text/markdown",
    author: nameOf(fields.creator),
    fileOwner: fields.reporter?.emailAddress ?? undefined,
    createdAt: instantOf(fields.created),
    modifiedAt: instantOf(fields.updated),
    metadata: metadataOf(issue),
  };
}

function factLines({ fields }: Issue): string {
  const facts: [string, string | null | undefined][] = [
    ["Type", fields.issuetype?.name],
    ["Status", fields.status?.name],
    ["Resolution", fields.resolution?.name],
    ["Priority", fields.priority?.name],
    ["Assignee", nameOf(fields.assignee)],
    ["Reporter", nameOf(fields.reporter)],
    ["Labels", fields.labels?.join(", ")],
    ["Components", fields.components?.map(({ name }) => name).join(", ")],
    ["Fix versions", fields.fixVersions?.map(({ name }) => name).join(", ")],
    ["Due", fields.duedate],
    [
      "Parent",
      fields.parent ? titleOf({ key: fields.parent.key, fields: fields.parent.fields ?? {} }) : undefined,
    ],
  ];
  return facts.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])).join("\n");
}

/** Cloud gives its document format, Data Center wiki markup with its HTML beside it. */
function richText(value: unknown, rendered: unknown, root: string): string {
  if (typeof rendered === "string" && rendered !== "") return htmlToMarkdown(rendered, root);
  if (typeof value === "string") return value.trim();
  return adfToMarkdown(value, root);
}

function customParts({ fields, renderedFields }: Issue, { fieldNames, root }: DocumentContext): string[] {
  const all: Record<string, unknown> = fields;
  const short: string[] = [];
  const long: string[] = [];
  for (const [id, name] of fieldNames) {
    const rendered = renderedFields?.[id];
    const isRich = typeof rendered === "string" && rendered.includes("<");
    const words = isRich ? richText(all[id], rendered, root) : valueWords(all[id], root);
    if (words === "") continue;
    if (words.includes("\n") || words.length > 120) long.push(`## ${name}\n\n${words}`);
    else short.push(`- ${name}: ${words}`);
  }
  return [short.toSorted().join("\n"), ...long.toSorted()];
}

function linkPart({ fields }: Issue, root: string): string {
  const lines = (fields.issuelinks ?? []).flatMap(({ type, inwardIssue, outwardIssue }) => {
    const other = outwardIssue ?? inwardIssue;
    if (!other) return [];
    const title = titleOf({ key: other.key, fields: other.fields ?? {} });
    return [`- ${outwardIssue ? type.outward : type.inward} [${title}](${linkOf(root, other.key)})`];
  });
  return lines.length > 0 ? `## Links\n\n${lines.join("\n")}` : "";
}

function commentPart(comments: readonly Comment[], root: string): string {
  const parts = comments.flatMap(({ author, created, body, renderedBody }) => {
    const words = richText(body, renderedBody, root);
    if (words === "") return [];
    const day = instantOf(created)?.toISOString().slice(0, 10);
    return [`### ${[nameOf(author) ?? "Somebody", day].filter(Boolean).join(", ")}\n\n${words}`];
  });
  return parts.length > 0 ? `## Comments\n\n${parts.join("\n\n")}` : "";
}

function metadataOf({ id, key, fields }: Issue): JsonObject {
  const { project, security } = fields;
  const facts: Record<string, Json | undefined> = {
    type: "issue",
    issue_id: id,
    key,
    path: project?.name ?? project?.key,
    issue_type: fields.issuetype?.name,
    status: fields.status?.name,
    priority: fields.priority?.name,
    labels: fields.labels?.length ? fields.labels : undefined,
    parent: fields.parent?.key,
    permissions: { project: project?.key ?? null, security_level: security?.name ?? null },
  };
  const known = Object.entries(facts).filter((fact): fact is [string, Json] => fact[1] !== undefined);
  return Object.fromEntries(known);
}

export function nameOf(account: Account | null | undefined): string | undefined {
  return account?.displayName ?? account?.emailAddress ?? undefined;
}

export function instantOf(text: string | null | undefined): Date | undefined {
  // Jira writes +0000 where RFC 3339 has +00:00.
  const instant = new Date((text ?? "").replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
