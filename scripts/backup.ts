// Writes everything that Tributary holds into a folder, while it runs: npm run backup -- /backups/2026-11-25
import "./check-settings.ts";

import { join, resolve } from "node:path";
import { writeBackup } from "#lib/backup/write.ts";
import { env } from "#lib/env.ts";
import { openAsItIs } from "./supervisor/database.ts";
import { runTask } from "./supervisor/run-task.ts";

const { DATA_DIR, DATABASE_URL } = env();

await runTask(async () => {
  const folder = process.argv[2];
  if (!folder) throw new Error("Name a folder for the backup: npm run backup -- /backups/today");
  const database = await openAsItIs(DATA_DIR, DATABASE_URL);
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
