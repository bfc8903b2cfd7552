import type { z } from "zod";

const kinds: Record<string, string> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/**
 * What to do about a field whose schema doesn't say so itself. For `safeParse(value, { error: fieldWords })`.
 * @returns undefined where zod's own words will do
 */
export function fieldWords(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === "invalid_type") {
    const kind = kinds[issue.expected] ?? issue.expected;
    return issue.input === undefined ? `This is required: give ${kind}.` : `Must be ${kind}.`;
  }
  if (issue.code === "invalid_value") return `Must be ${issue.values.map(String).join(" or ")}.`;
  if (issue.code === "too_big") return `Must be at most ${issue.maximum}${unit(issue.origin)}.`;
  if (issue.code === "too_small" && issue.minimum === 1 && unit(issue.origin)) return "Must not be empty.";
  if (issue.code === "too_small") return `Must be at least ${issue.minimum}${unit(issue.origin)}.`;
  return undefined;
}

function unit(origin: string): string {
  if (origin === "string") return " characters long";
  return origin === "array" ? " entries long" : "";
}
