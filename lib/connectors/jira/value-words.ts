import { adfToMarkdown } from "#lib/sources/atlassian/adf/to-markdown.ts";

/** What machines keep in fields: ranks, JSON, names of Java objects. */
const machineText = /^(\d\|[a-z0-9]+:[a-z0-9]*|[{[].*[}\]]|com\.atlassian\..*)$/s;

/**
 * A field's value in words, whatever its type: text, numbers, options (also cascading ones), people, versions, sprints,
 * documents, and lists of them. Empty for what says nothing to a person.
 */
export function valueWords(value: unknown, root: string): string {
  if (typeof value === "string") return machineText.test(value.trim()) ? "" : value.trim();
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) {
    return value
      .map((item) => valueWords(item, root))
      .filter((words) => words !== "")
      .join(", ");
  }
  if (typeof value !== "object" || value === null) return "";
  return objectWords(value as Record<string, unknown>, root);
}

function objectWords(value: Record<string, unknown>, root: string): string {
  if (value.type === "doc") return adfToMarkdown(value, root);
  const text = [value.value, value.displayName, value.name, value.key].find(
    (name) => typeof name === "string",
  );
  const child = valueWords(value.child, root);
  return [text ?? "", child].filter((words) => words !== "").join(" / ");
}
