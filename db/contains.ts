import { type RawBuilder, sql } from "kysely";

/** Whether a text column holds `part`, whatever the case. `%`, `_` and `\` are ordinary characters. */
export function contains(column: string, part: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(column)} ilike ${`%${part.replace(/[\\%_]/g, "\\$&")}%`}`;
}
