export type ModelComment = { id: string; author: string; body: string };
export type ModelFile = { id: string; filename: string; mimeType: string; bytes: string };
export type ModelIssue = {
  id: string;
  key: string;
  summary: string;
  /** Paragraphs of plain text. */
  description: string;
  parentId: string | null;
  labels: string[];
  updated: number;
  comments: ModelComment[];
  files: ModelFile[];
  custom: Record<string, unknown>;
};

/** What a Jira holds. Each change moves the time of the issue on by a minute. */
export class JiraModel {
  readonly issues = new Map<string, ModelIssue>();
  private made = 0;
  private clock = Date.UTC(2026, 0, 1);

  add(summary: string, description: string, more: Partial<ModelIssue> = {}): string {
    const id = String(10_000 + ++this.made);
    this.issues.set(id, {
      id,
      key: `DOC-${this.made}`,
      summary,
      description,
      parentId: null,
      labels: [],
      updated: this.tick(),
      comments: [],
      files: [],
      custom: {},
      ...more,
    });
    return id;
  }

  change(id: string, change: Partial<ModelIssue>): void {
    const issue = this.issues.get(id);
    if (issue) this.issues.set(id, { ...issue, ...change, updated: this.tick() });
  }

  comment(id: string, author: string, body: string): void {
    const issue = this.issues.get(id);
    if (issue) this.change(id, { comments: [...issue.comments, { id: String(++this.made), author, body }] });
  }

  attach(id: string, filename: string, bytes: string, mimeType = "text/plain"): string {
    const file = { id: String(++this.made), filename, mimeType, bytes };
    const issue = this.issues.get(id);
    if (issue) this.change(id, { files: [...issue.files, file] });
    return `${id}/attachment/${file.id}`;
  }

  remove(id: string): void {
    this.issues.delete(id);
  }

  file(id: string): ModelFile | undefined {
    return [...this.issues.values()].flatMap(({ files }) => files).find((file) => file.id === id);
  }

  private tick(): number {
    this.clock += 60_000;
    return this.clock;
  }
}

export type Found = { issues: ModelIssue[] } | { error: string };

/** As much of JQL as the tests ask in. Jira's own words for what it refuses. */
export function findByJql(model: JiraModel, jql: string): Found {
  const where = jql.replace(/ORDER BY .*$/i, "").trim();
  if (where === "") {
    return {
      error: "Unbounded JQL queries are not allowed here. Please add a search restriction to your query.",
    };
  }
  const all = [...model.issues.values()];
  const list = /^(parent|id) in \(([^)]*)\)$/.exec(where);
  if (list) return findByIds(all, list[1] ?? "", (list[2] ?? "").split(/,\s*/));
  const label = /^labels = (\w+)$/.exec(where)?.[1];
  if (label) return { issues: all.filter(({ labels }) => labels.includes(label)) };
  const project = /^project = (\w+)$/.exec(where)?.[1];
  if (project) return { issues: all.filter(({ key }) => key.startsWith(`${project}-`)) };
  const field = /^\(?(\w+)/.exec(where)?.[1] ?? where;
  return { error: `Field '${field}' does not exist or you do not have permission to view it.` };
}

function findByIds(all: ModelIssue[], field: string, ids: string[]): Found {
  if (field === "parent")
    return { issues: all.filter(({ parentId }) => parentId !== null && ids.includes(parentId)) };
  const missing = ids.find((id) => !all.some((issue) => issue.id === id));
  if (missing) return { error: `An issue with key '${missing}' does not exist for field 'id'.` };
  return { issues: all.filter(({ id }) => ids.includes(id)) };
}
