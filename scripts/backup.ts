// Writes everything that Tributary holds into a folder, while it runs: npm run backup -- /backups/2026-11-25
import "./check-settings.ts";

import { join, resolve } from "node:path";
import { writeBackup } from "#lib/backup/write.ts";
import { env } from "#lib/env.ts";
import { holderOf } from "./supervisor/data-folder.ts";
import { type Database, openDatabase, runningEmbeddedUrl } from "./supervisor/database.ts";
import { runTask } from "./supervisor/run-task.ts";

const { DATA_DIR, DATABASE_URL } = env();

await runTask(async () => {
  const folder = process.argv[2];
  if (!folder) throw new Error("Name a folder for the backup: npm run backup -- /backups/today");
  const database = await open();
  try {
    const blobFolder = join(DATA_DIR, "blobs");
    const { tables, blobs } = await writeBackup({ url: database.url, blobFolder, folder: resolve(folder) });
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`Backed up ${rows} rows and ${blobs} originals into ${resolve(folder)}.`);
    console.log(
      "Keep secrets.json, or the keys that you set, apart from it: without them no credentials open.",
    );
  } finally {
    await database.stop();
  }
});

/** The database as it is: one that runs is left running, an embedded one that doesn't is started for a moment. */
async function open(): Promise<Pick<Database, "url" | "stop">> {
  const isRunning = DATABASE_URL === undefined && holderOf(DATA_DIR) !== undefined;
  if (!isRunning) return openDatabase(DATA_DIR, DATABASE_URL);
  return { url: await runningEmbeddedUrl(DATA_DIR), stop: async () => {} };
}
