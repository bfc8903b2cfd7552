import { fieldId } from "../fields/form-paths.ts";

/** What is wrong with a form, at a dotted path. */
export type Problem = { path: string; message: string };

/** Every error that a form keeps, in its order. */
export function problemsOf(errors: unknown, prefix = ""): Problem[] {
  if (typeof errors !== "object" || errors === null) return [];
  if ("message" in errors && typeof errors.message === "string") {
    return [{ path: prefix, message: errors.message }];
  }
  return Object.entries(errors)
    .filter(([key, inner]) => key !== "ref" && inner !== undefined)
    .flatMap(([key, inner]) => {
      const path = key === "root" ? prefix : prefix === "" ? key : `${prefix}.${key}`;
      return problemsOf(inner, path);
    });
}

/** The titles of fields by their paths; an entry's is its list's, with the line that it is on. */
export function titleOf(
  path: string,
  titles: ReadonlyMap<string, string>,
): { title?: string; line?: number } {
  const parts = path.split(".");
  for (let end = parts.length; end > 0; end -= 1) {
    const title = titles.get(parts.slice(0, end).join("."));
    if (title === undefined) continue;
    const entry = Number(parts[end]);
    return end < parts.length && Number.isInteger(entry) ? { title, line: entry + 1 } : { title };
  }
  return {};
}

/** The control of a path, or what surrounds it, that is in the page. */
export function controlOf(
  path: string,
  page: Pick<Document, "getElementById"> = document,
): HTMLElement | null {
  const parts = path.split(".");
  for (let end = parts.length; end > 0; end -= 1) {
    const found = page.getElementById(fieldId(parts.slice(0, end).join(".")));
    if (found) return found;
  }
  return null;
}

/** Goes to a field: opens what hides it, shows it, and gives it the focus. */
export function goToField(path: string): void {
  const found = controlOf(path);
  const hidden = found?.closest("details:not([open])");
  if (hidden instanceof HTMLDetailsElement) hidden.open = true;
  const radio = found?.querySelector<HTMLElement>("input:checked, input");
  const target = found?.matches("[role=radiogroup]") ? (radio ?? found) : found;
  target?.focus({ preventScroll: true });
  found?.scrollIntoView({ block: "center" });
}

const scheduleFields = ["scheduler_type", "scheduler_value", "timezone", "missed"];

/** A path of a door of connectors as their forms have it; undefined for what isn't theirs. */
export function formPath(path: string): string | undefined {
  if (scheduleFields.includes(path)) return `schedule.${path}`;
  return /^(id|name|slots|credentials|collection_ids)(\.|$)/.test(path) ? path : undefined;
}
