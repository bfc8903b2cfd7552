import { z } from "zod";
import { SourceError } from "#lib/connectors/source.ts";
import { FetchError } from "#lib/net/fetch-error.ts";
import type { AtlassianSite, Query } from "#lib/sources/atlassian/site.ts";
import { VendorError } from "#lib/sources/vendor/vendor-error.ts";
import type { Part } from "./wiki.ts";

const smallestLimit = 5;
const emptyPartsInARow = 10;
const restartsAtMost = 3;

export type ListingRequest<T> = {
  path: string;
  item: z.ZodType<T>;
  query: Query;
  /** Entries asked for at a time; the server may give fewer. */
  limit: number;
  /** Where to begin: the `next` of an earlier part. */
  from: string | null;
};

const links = z.object({ next: z.string().nullish() }).nullish();

/**
 * Walks a list of either API to its end. Cloud goes on by a cursor; Data Center by an offset, which is counted here: its
 * own `next` miscounts when it gives fewer entries than were asked for (CONFSERVER-95272, -95312). A size that the server
 * can't manage in time is halved. A cursor that has expired begins the list anew.
 *
 * @throws SourceError when a part can't be had: the list isn't complete then
 */
export async function* listed<T>(site: AtlassianSite, request: ListingRequest<T>): AsyncGenerator<Part<T>> {
  const schema = z.object({ results: z.array(request.item), _links: links });
  const seen = new Set<string>();
  let [at, limit, empty, restarts] = [request.from, request.limit, 0, 0];
  for (;;) {
    const asked = await ask(site, { path: request.path, query: request.query, schema, at, limit });
    limit = asked.limit;
    if (asked.at !== at && restarts++ < restartsAtMost) seen.clear();
    const { results, _links } = asked.answer;
    empty = results.length === 0 ? empty + 1 : 0;
    const next = positionAfter(asked.at, results.length, _links?.next, empty);
    yield { results, next };
    if (next === null) return;
    if (seen.has(next))
      throw new SourceError("unavailable", "Confluence gives the same part of a list again.");
    seen.add(next);
    at = next;
  }
}

/** A position is `c` and a cursor, or `s` and an offset. */
function positionQuery(at: string | null): Query {
  if (at === null) return {};
  return at.startsWith("c") ? { cursor: at.slice(1) } : { start: at.slice(1) };
}

function positionAfter(
  at: string | null,
  count: number,
  next: string | null | undefined,
  empty: number,
): string | null {
  if (!next) return null;
  const cursor = URL.parse(next, "http://any")?.searchParams.get("cursor");
  // By cursor, an empty part may stand in the middle; by offset it is the end, whatever `next` says.
  if (cursor) return empty > emptyPartsInARow ? null : `c${cursor}`;
  if (count === 0) return null;
  return `s${(at?.startsWith("s") ? Number(at.slice(1)) : 0) + count}`;
}

type Asking<T> = { path: string; query: Query; schema: z.ZodType<T>; at: string | null; limit: number };

async function ask<T>(
  site: AtlassianSite,
  asking: Asking<T>,
): Promise<{ answer: T; limit: number; at: string | null }> {
  const { path, query, schema, at, limit } = asking;
  try {
    const answer = await site.json(path, schema, { ...query, limit, ...positionQuery(at) });
    return { answer, limit, at };
  } catch (error) {
    if (isTooMuch(error) && limit > smallestLimit) {
      return ask(site, { ...asking, limit: Math.max(smallestLimit, Math.floor(limit / 2)) });
    }
    const isExpired = at?.startsWith("c") && error instanceof VendorError && error.status === 400;
    if (isExpired) return ask(site, { ...asking, at: null });
    throw error instanceof FetchError
      ? new SourceError("unavailable", error.message, { cause: error })
      : error;
  }
}

function isTooMuch(error: unknown): boolean {
  if (error instanceof VendorError) return error.status === 504 || error.status === 413;
  return error instanceof FetchError && error.kind === "too_large";
}
