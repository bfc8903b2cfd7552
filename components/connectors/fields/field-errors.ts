/** An error as react-hook-form keeps it: of a value, or of the entries of a list or the keys of an object. */
export type KeptError = { message?: unknown; root?: KeptError } | KeptError[] | undefined;

export type EntryError = { entry: string | undefined; message: string };

/** What is wrong with a field and with what it holds; `entry` is the position in a list, or the key. */
export function errorsOf(error: unknown): EntryError[] {
  return collect(error, undefined);
}

function collect(error: unknown, entry: string | undefined): EntryError[] {
  if (typeof error !== "object" || error === null) return [];
  if ("message" in error && typeof error.message === "string") return [{ entry, message: error.message }];
  return Object.entries(error)
    .filter(([key]) => key !== "ref" && key !== "type")
    .flatMap(([key, inner]) => collect(inner, entry ?? (key === "root" ? undefined : key)));
}
