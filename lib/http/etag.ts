import { AppError } from "#lib/errors.ts";

/** The entity tag of a row's version. */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * Compares `If-Match` with a row's version.
 * @throws AppError `stale` when the row changed since it was read
 */
export function assertFresh(ifMatch: string | null, version: number): void {
  if (ifMatch === null || ifMatch === "*") return;
  const tags = ifMatch.split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  if (tags.includes(etag(version))) return;
  throw new AppError("stale", "It was changed since you read it. Read it again, and repeat your change.");
}
