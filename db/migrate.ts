import { setTimeout as wait } from "node:timers/promises";
import { sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import type { Db } from "./client.ts";
import { isLockConflict } from "./errors.ts";
import { migrations } from "./migrations/index.ts";
import { patiently } from "./patience.ts";

/** Names the lock that one migrating process holds; any number would do. */
const migrationLock = 7_120_251_125;
/** A statement that waits for a table's lock makes everybody behind it wait too: it waits no longer than that. */
const lockTimeoutMs = 500;
const attempts = 80;

/**
 * Brings the schema up to date, in one transaction, whoever else starts at the same time: the lock is
 * transaction-scoped, so it works behind a transaction-mode pooler too, and with a pool of one. Old processes go on
 * meanwhile: when one of their transactions holds a table, everything is undone, and tried again a moment later.
 * @param db the schema's owner
 * @param known every migration, by name
 * @throws Error when the database is a newer release's, or a migration failed
 */
export function migrateToLatest(db: Db, known: Record<string, Migration> = migrations): Promise<void> {
  const inTurn = () =>
    db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${migrationLock}::bigint)`.execute(trx);
      await sql`select set_config('lock_timeout', ${String(lockTimeoutMs)}, true)`.execute(trx);
      await assertNotNewer(trx, known);
      await persist(trx, known);
    });
  return patiently(inTurn);
}

/** Tries until no table is held. The turn is kept meanwhile: of many migrating processes one stands in others' way. */
async function persist(trx: Db, known: Record<string, Migration>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await sql`savepoint attempt`.execute(trx);
    const migrator = new Migrator({ db: trx, provider: { getMigrations: async () => known } });
    const { error, results } = await migrator.migrateToLatest();
    if (!error) return;
    if (!isLockConflict(error) || attempt === attempts) {
      const failed = results?.find((result) => result.status === "Error")?.migrationName;
      throw new Error(`Migration ${failed ?? "set-up"} failed; nothing was changed.`, { cause: error });
    }
    await sql`rollback to attempt`.execute(trx);
    await wait(lockTimeoutMs * (1 + Math.random()));
  }
}

async function assertNotNewer(trx: Db, known: Record<string, Migration>): Promise<void> {
  const { rows: tables } = await sql`select from pg_tables where tablename = 'kysely_migration'`.execute(trx);
  if (tables.length === 0) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(trx);
  const unknown = rows.find(({ name }) => !(name in known));
  if (!unknown) return;
  throw new Error(
    `The database is a newer release's: it has the migration “${unknown.name}”, which this release doesn't know. Start that release, or restore a backup that this one made.`,
  );
}
