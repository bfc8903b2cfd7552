import { sql } from "kysely";
import { invalid } from "#lib/errors.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

/** An instant to the microsecond, as cursors carry it: a Date would lose the last three digits. */
export function exactInstant(column: string) {
  return sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

/**
 * Reads the cursor of a list that is ordered by an instant and an id.
 * @param isId whether the list can have such an id; uuids unless told
 * @throws AppError `invalid`
 */
export function readTimeCursor(cursor: string, isId = isUuid): [at: string, id: string] {
  const [at = "", id = ""] = decodeCursor(cursor, 2);
  if (!isInstant(at) || !isId(id)) {
    throw invalid([
      { path: "cursor", message: "Not a cursor of this list. Take next_cursor from the page before." },
    ]);
  }
  return [at, id];
}

/** PostgreSQL refuses what JavaScript would roll over: 30 February, 24:00, the year 0. */
export function isInstant(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/.test(text)) return false;
  const ms = Date.parse(text);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 19) === text.slice(0, 19);
}

export function isUuid(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** A page of a list in such an order, from its rows and one more, which tells whether another page follows. */
export function timePage<Row extends { exact: string; id: string }, Item>(
  rows: Row[],
  limit: number,
  present: (row: Row) => Item,
): { items: Item[]; next_cursor: string | null } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(present),
    next_cursor: rows.length > limit && last ? encodeCursor([last.exact, last.id]) : null,
  };
}
