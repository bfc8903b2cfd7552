import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid } from "#lib/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { isUuid } from "#lib/http/time-cursor.ts";
import { highlightsOf, matchesIn } from "./highlight.ts";
import { presentDocument, selectDocuments } from "./read-documents.ts";
import type { FoundDocument } from "./schemas.ts";
import { readSearch, type Term, type Typed } from "./search-words.ts";

export type Search = {
  q: string;
  connector_id?: string;
  collection_id?: string;
  file_owner?: string;
  mime?: string;
  updated_since?: Date;
  limit: number;
  cursor?: string;
};
export type SearchPage = { items: FoundDocument[]; next_cursor: string | null; total: number };

/** Characters that a page reads to mark its matches, over all its documents; of each no more than are indexed. */
const markedPerPage = 4_000_000;
const indexedPerDocument = 200_000;

/**
 * Documents that hold what somebody typed, the best first: words in the title count more. Only documents that their
 * source has are found; the best thousand can be paged through.
 */
export async function searchDocuments(ctx: Context, search: Search): Promise<SearchPage> {
  assertAllowed(ctx, "documents.read");
  const after = search.cursor === undefined ? null : readCursor(search.cursor);
  const typed = readSearch(search.q);
  const rows = await withTransaction(ctx, (trx) => find(ctx, trx, { ...search, typed }, after));
  const page = rows.slice(0, search.limit);
  const last = page.at(-1);
  return {
    items: page.map((row) => presentFound(row, typed.terms)),
    next_cursor: rows.length > search.limit && last ? encodeCursor([last.rank, last.id]) : null,
    total: rows[0]?.total ?? 0,
  };
}

function find(
  ctx: Context,
  trx: Db,
  search: Search & { typed: Typed },
  after: { rank: number; id: string } | null,
) {
  const { connector_id: connectorId = null, collection_id: collectionId = null } = search;
  const { file_owner: owner = null, mime = null, updated_since: since = null } = search;
  const found = sql<{ id: string; rank: number; total: number }>`search_documents(
    search_query(${search.typed.query}, ${search.typed.unfinished}), ${search.limit + 1}::integer,
    ${after?.rank ?? null}::double precision, ${after?.id ?? null}::uuid, ${collectionId}::uuid,
    ${connectorId}::text, ${mime}::text, ${owner}::text, ${since}::timestamptz)`;
  const marked = Math.min(indexedPerDocument, Math.floor(markedPerPage / search.limit));
  return selectDocuments(ctx, trx)
    .innerJoin(found.as<"f">(sql`f`), "f.id", "d.id")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "d.workspace_id").onRef("c.id", "=", "d.connector_id"),
    )
    .select(["c.name as connector_name", "f.rank", "f.total"])
    .select(sql<string>`left(d.text, ${marked}::integer)`.as("text"))
    .orderBy("f.rank", "desc")
    .orderBy("d.id", "desc")
    .execute();
}

type FoundRow = Awaited<ReturnType<typeof find>>[number];

function presentFound(row: FoundRow, terms: Term[]): FoundDocument {
  return {
    ...presentDocument(row),
    title_matches: matchesIn(row.title, terms),
    highlights: highlightsOf(row.text, terms),
  };
}

/** The last document's rank and id. */
function readCursor(cursor: string): { rank: number; id: string } {
  const [text = "", id = ""] = decodeCursor(cursor, 2);
  const rank = Number(text);
  if (text.trim() !== "" && Number.isFinite(rank) && isUuid(id)) return { rank, id };
  throw invalid([
    { path: "cursor", message: "Not a cursor of this search. Take next_cursor from the page before." },
  ]);
}
