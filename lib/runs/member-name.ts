import { sql } from "kysely";

/** The name of the member whose id a column holds; of those who left, none. */
export function memberName(column: string) {
  return sql<string | null>`(select u.name from users u where u.id = ${sql.ref(column)})`;
}
