import { sql } from "kysely";
import { PgBoss } from "pg-boss";
import { type Db, openDb } from "#db/client.ts";
import { migrateToLatest } from "#db/migrate.ts";
import { bossSchema, createQueues } from "./queues.ts";

/**
 * Brings a database to the present schema: ours, pg-boss's, its queues and the roles' rights on them. Any number
 * of processes may start it at once; done already, it changes nothing.
 * @param url the owner's, or a superuser's
 */
export async function prepareDatabase(url: string): Promise<void> {
  const db = openDb({ url, max: 2, applicationName: "tributary-migrate" });
  try {
    await migrateToLatest(db);
    await installBoss(url);
    await grantBoss(db);
  } finally {
    await db.destroy();
  }
}

async function installBoss(url: string): Promise<void> {
  const boss = new PgBoss({
    connectionString: url,
    schema: bossSchema,
    max: 2,
    supervise: false,
    schedule: false,
    registerInstance: false,
  });
  await boss.start();
  try {
    await createQueues(boss);
  } finally {
    await boss.stop({ graceful: false });
  }
}

async function grantBoss(db: Db): Promise<void> {
  await sql
    .raw(`
      grant usage on schema ${bossSchema} to tributary_app, tributary_system;
      grant select, insert, update, delete on all tables in schema ${bossSchema} to tributary_app, tributary_system;
      grant usage on schema ${bossSchema} to tributary_backup;
      grant select on all tables in schema ${bossSchema} to tributary_backup;
      grant execute on all functions in schema ${bossSchema} to tributary_app, tributary_system;
    `)
    .execute(db);
}
