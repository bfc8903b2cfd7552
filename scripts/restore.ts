// Brings a backup into an empty database and data folder: npm run restore -- /backups/2026-11-25
import "./check-settings.ts";

import { join, resolve } from "node:path";
import { restoreBackup } from "#lib/backup/restore.ts";
import { env } from "#lib/env.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";
import { lockDataFolder, openDataFolder } from "./supervisor/data-folder.ts";
import { openDatabase } from "./supervisor/database.ts";
import { runTask } from "./supervisor/run-task.ts";

const { DATA_DIR, DATABASE_URL } = env();

await runTask(async () => {
  const folder = process.argv[2];
  if (!folder) throw new Error("Name the folder of the backup: npm run restore -- /backups/today");
  openDataFolder(DATA_DIR);
  const unlock = lockDataFolder(DATA_DIR);
  const database = await openDatabase(DATA_DIR, DATABASE_URL);
  try {
    await prepareDatabase(database.url);
    const blobFolder = join(DATA_DIR, "blobs");
    const { made_at, blobs } = await restoreBackup({
      url: database.url,
      blobFolder,
      folder: resolve(folder),
    });
    console.log(`Restored what was backed up at ${made_at}, with ${blobs} originals. Start it as usual.`);
    console.log(
      "Its credentials open with the keys it had: put its secrets.json into the data folder, or set SECRETS_KEYS.",
    );
  } finally {
    await database.stop();
    unlock();
  }
});
