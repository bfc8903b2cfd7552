/** A node of the Atlassian Document Format. Kinds that this release doesn't know have the same shape. */
export type AdfNode = {
  type: string;
  text: string | undefined;
  attrs: Record<string, unknown>;
  marks: readonly AdfMark[];
  content: readonly AdfNode[];
};

export type AdfMark = { type: string; attrs: Record<string, unknown> };

/** Deeper nodes are hung in flat, as their texts: nobody means them, and recursion over the tree stays bounded. */
const maxDepth = 100;

/**
 * Reads a value as a node, leniently: what Jira stored is shown, whatever the schema of today says of it.
 * Format: https://developer.atlassian.com/cloud/jira/platform/apis/document/structure/
 * @returns undefined for what isn't a node
 */
export function readAdf(value: unknown, depth = 0): AdfNode | undefined {
  const { type, text, attrs, marks, content } = recordOf(value);
  if (typeof type !== "string") return undefined;
  const children = Array.isArray(content) ? content : [];
  return {
    type,
    text: typeof text === "string" ? text : undefined,
    attrs: recordOf(attrs),
    marks: Array.isArray(marks) ? marks.flatMap(markOf) : [],
    content:
      depth < maxDepth ? children.flatMap((child) => readAdf(child, depth + 1) ?? []) : textsOf(children),
  };
}

/** Whether a field's value is a document. */
export function isAdf(value: unknown): boolean {
  const { type, content } = recordOf(value);
  return type === "doc" && Array.isArray(content);
}

export function textAttr({ attrs }: Pick<AdfNode, "attrs">, name: string): string {
  const value = attrs[name];
  return typeof value === "string" ? value : "";
}

export function numberAttr({ attrs }: Pick<AdfNode, "attrs">, name: string): number | undefined {
  const value = attrs[name];
  return typeof value === "number" ? value : undefined;
}

function markOf(value: unknown): AdfMark[] {
  const { type, attrs } = recordOf(value);
  return typeof type === "string" ? [{ type, attrs: recordOf(attrs) }] : [];
}

function textsOf(values: readonly unknown[]): AdfNode[] {
  const texts: AdfNode[] = [];
  const left = [...values].reverse();
  while (left.length > 0) {
    const { text, content } = recordOf(left.pop());
    if (typeof text === "string") texts.push({ type: "text", text, attrs: {}, marks: [], content: [] });
    if (Array.isArray(content)) for (let at = content.length - 1; at >= 0; at--) left.push(content[at]);
  }
  return texts;
}

export function recordOf(value: unknown): Record<string, unknown> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  return isRecord ? (value as Record<string, unknown>) : {};
}
