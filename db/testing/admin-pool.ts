import pg from "pg";
import type { TestDatabase } from "./database.ts";

/** Connections of the superuser to a test's database: to write and look past row security. End it before the database. */
export function openAdminPool({ adminUrl }: Pick<TestDatabase, "adminUrl">): pg.Pool {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 3 });
  // Dropping the database cuts those that are just about to close.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  return pool;
}
