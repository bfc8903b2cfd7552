import { sql } from "kysely";

/**
 * Ends a `lateral` subquery that looks rows up by their whole key. It keeps PostgreSQL from joining it as it likes:
 * with statistics of yesterday it takes a large connector for a single row, and compares each key with all of them.
 * Of two indexes that it thinks equally good it takes the one created last (see the order in the migration).
 */
export const oneByOne = sql`offset 0`;
