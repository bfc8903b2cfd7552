// Migrates as a next release would: its parent says which, by name.
import { openDb } from "#db/client.ts";
import { migrateToLatest } from "#db/migrate.ts";
import { expanding, slow } from "./later-migrations.ts";

const db = openDb({ url: process.env.DATABASE_URL ?? "", max: 1, applicationName: "later-release" });
await migrateToLatest(db, process.env.RELEASE === "slow" ? slow : expanding);
await db.destroy();
process.disconnect();
