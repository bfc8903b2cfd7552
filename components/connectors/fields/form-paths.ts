/** What a field of a form is found by in the page: the link of an error leads there. */
export function fieldId(path: string): string {
  return `field-${path}`;
}

/** What an object holds at a dotted path. */
export function valueAt(object: unknown, path: string): unknown {
  let value = object;
  for (const key of path.split(".")) {
    if (typeof value !== "object" || value === null) return undefined;
    value = Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** Whether a field's value counts as not given. */
export function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** What is wrong with an object of a form as a whole, beside its fields: told here, or by the server. */
export function wholeError(errors: unknown, name: string): string | undefined {
  const message = valueAt(errors, `${name}.root.message`) ?? valueAt(errors, `${name}.message`);
  return typeof message === "string" ? message : undefined;
}
