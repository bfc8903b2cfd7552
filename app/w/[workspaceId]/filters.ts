import { notFound } from "next/navigation";
import type { z } from "zod";
import { AppError } from "#lib/errors.ts";

export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The filters of a page's address, by the schema of the door that lists the same. What isn't one shows no page. */
export async function readFilters<T extends z.ZodType>(
  schema: T,
  search: SearchParams,
): Promise<z.output<T>> {
  const given = Object.entries(await search).map(([name, value]) => [name, [value].flat()[0] || undefined]);
  const filters = schema.safeParse(Object.fromEntries(given));
  return filters.success ? filters.data : notFound();
}

/** A part of a page's address; one that can't name anything shows no page. */
export function readParams(schema: z.ZodType, part: string): void {
  if (!schema.safeParse(part).success) notFound();
}

/** What a verb answers; what it doesn't know, or can't read, shows no page. */
export async function orNotFound<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof AppError && (error.kind === "not_found" || error.kind === "invalid")) notFound();
    throw error;
  }
}
