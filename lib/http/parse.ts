import type { z } from "zod";
import { AppError, type FieldError } from "#lib/errors.ts";
import { fieldWords } from "./field-words.ts";

export type Reading<T> = { ok: true; data: T } | { ok: false; errors: FieldError[] };

/** Reads a body by its schema, or names every wrong field at once. */
export function readBody<T extends z.ZodType>(schema: T, value: unknown): Reading<z.output<T>> {
  const result = schema.safeParse(value, { error: fieldWords });
  return result.success
    ? { ok: true, data: result.data }
    : { ok: false, errors: fieldErrors(result.error, "") };
}

/** Reads the query string: unknown and repeated parameters are refused, so that a typo is never ignored. */
export function readQuery<T extends z.ZodObject>(schema: T, search: URLSearchParams): Reading<z.output<T>> {
  const errors: FieldError[] = [];
  const values: Record<string, string> = {};
  for (const key of new Set(search.keys())) {
    const problem = queryProblem(schema, search, key);
    if (problem) errors.push({ path: key, message: problem });
    else values[key] = search.get(key) ?? "";
  }
  const result = schema.safeParse(values, { error: fieldWords });
  if (result.success && errors.length === 0) return { ok: true, data: result.data };
  return { ok: false, errors: result.success ? errors : [...errors, ...fieldErrors(result.error, "")] };
}

function queryProblem(schema: z.ZodObject, search: URLSearchParams, key: string): string | undefined {
  const value = search.get(key) ?? "";
  if (!(key in schema.shape)) {
    const known = Object.keys(schema.shape).join(", ") || "none";
    return `There is no query parameter “${key}”. Known: ${known}.`;
  }
  if (search.getAll(key).length > 1) return "Send this parameter once.";
  if (!isStorable(value)) return "Holds characters that can't be stored.";
  return undefined;
}

/** The first error of each path. */
export function firstOfEach(errors: FieldError[]): FieldError[] {
  return [...new Map(errors.toReversed().map((error) => [error.path, error])).values()].toReversed();
}

/** Parses path parameters. What can't be an id can't exist: 404, not 400. */
export function parseParams<T extends z.ZodObject>(schema: T, params: Record<string, string>): z.output<T> {
  const result = schema.safeParse(params);
  const unstorable = Object.keys(params).find((key) => !isStorable(params[key] ?? ""));
  if (result.success && unstorable === undefined) return result.data;
  const key = unstorable ?? String(result.error?.issues[0]?.path[0] ?? "id");
  const shown = (params[key] ?? "").toWellFormed().replaceAll("\u0000", "\ufffd");
  throw new AppError("not_found", `There is no ${key.replace(/_id$/, "")} “${shown}” in this workspace.`);
}

/** Whether PostgreSQL can hold a text: no NUL, no half of a surrogate pair. */
function isStorable(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

/** zod's issues as field errors with dotted paths; an unknown key is named itself. */
export function fieldErrors(error: z.ZodError, prefix: string): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = [prefix, ...issue.path.map(String)].filter((part) => part !== "").join(".");
    if (issue.code !== "unrecognized_keys") return [{ path, message: issue.message }];
    return issue.keys.map((key) => ({
      path: path === "" ? key : `${path}.${key}`,
      message: `There is no field “${key}”. Remove it, or check its spelling.`,
    }));
  });
}
