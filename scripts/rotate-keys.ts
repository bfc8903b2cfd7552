// Seals all stored credentials under the newest key of SECRETS_KEYS, while everything runs: npm run rotate-keys
import "./check-settings.ts";

import { openDb } from "#db/client.ts";
import { env } from "#lib/env.ts";
import { readKeyRing } from "#lib/secrets/key-ring.ts";
import { resealCredentials } from "#lib/secrets/reseal.ts";
import { readSecrets } from "./supervisor/data-folder.ts";
import { openAsItIs } from "./supervisor/database.ts";
import { runTask } from "./supervisor/run-task.ts";

const { DATA_DIR, DATABASE_URL, SECRETS_KEYS } = env();

await runTask(async () => {
  const ring = readKeyRing(SECRETS_KEYS ?? readSecrets(DATA_DIR).SECRETS_KEYS.split(","));
  const database = await openAsItIs(DATA_DIR, DATABASE_URL);
  const db = openDb({ url: database.url, max: 1, applicationName: "tributary-rotate-keys" });
  try {
    const { resealed, unopened } = await resealCredentials(db, ring);
    console.log(`Sealed ${resealed} credentials and second factors under the key “${ring.newest.id}”.`);
    if (unopened.length === 0) console.log("The older keys can be taken out of SECRETS_KEYS now.");
    else
      throw new Error(
        `No key here opens the credentials or second factor of ${unopened.join(", ")}: list the key that sealed them too, or replace them.`,
      );
  } finally {
    await db.destroy();
    await database.stop();
  }
});
