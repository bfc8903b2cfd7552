import { Migrator } from "kysely/migration";
import type { Db } from "./client.ts";
import { migrations } from "./migrations/index.ts";

/**
 * Brings the schema up to date, in one transaction, whoever else starts at the same time: the migrator's lock is
 * transaction-scoped, so it works behind a transaction-mode pooler too.
 * @param db the schema's owner
 */
export async function migrateToLatest(db: Db): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    const failed = results?.find((result) => result.status === "Error")?.migrationName;
    throw new Error(`Migration ${failed ?? "set-up"} failed; nothing was changed.`, { cause: error });
  }
}
