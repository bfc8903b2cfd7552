import { z } from "zod";
import { invalid } from "#lib/errors.ts";

export const maxLimit = 200;

/** The query parameters of every list. */
export const pageQuery = {
  cursor: z.string().max(1000).optional().meta({ description: "`next_cursor` of the page before" }),
  limit: z.coerce
    .number({ error: `Give a whole number from 1 to ${maxLimit}.` })
    .int(`Give a whole number from 1 to ${maxLimit}.`)
    .min(1, `Give a whole number from 1 to ${maxLimit}.`)
    .max(maxLimit, `Give a whole number from 1 to ${maxLimit}.`)
    .default(50)
    .meta({ description: "How many at most" }),
};

/** An opaque cursor of the last row's sort values. */
export function encodeCursor(values: (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString("base64url");
}

/**
 * Reads a cursor back.
 * @param count how many values the list's order has
 * @throws AppError `invalid` when it isn't one of ours
 */
export function decodeCursor(cursor: string, count: number): string[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    const parsed = z
      .array(z.union([z.string(), z.number()]))
      .length(count)
      .parse(values);
    return parsed.map(String);
  } catch {
    throw invalid([
      { path: "cursor", message: "Not a cursor of this list. Take next_cursor from the page before." },
    ]);
  }
}

/** The answer of every list. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), next_cursor: z.string().nullable() });
}
