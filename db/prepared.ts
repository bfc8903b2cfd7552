import type pg from "pg";

type Query = pg.QueryConfig | { text: string; values: unknown[] };

const usesBeforePreparing = 3;
const mostStatements = 500;
const seen = new Map<string, { uses: number; name: string }>();

/**
 * A query that the server parses and plans once per connection when its text keeps coming back. Texts are counted
 * over all connections and only the first few hundred can earn a name, so that generated ones don't fill the server.
 */
export function prepared(text: string, values: readonly unknown[]): Query {
  const query = { text, values: [...values] };
  const known = seen.get(text);
  if (known) {
    known.uses += 1;
    return known.uses > usesBeforePreparing ? { name: known.name, ...query } : query;
  }
  if (seen.size < mostStatements) seen.set(text, { uses: 1, name: `t${seen.size}` });
  return query;
}
