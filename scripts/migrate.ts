// Brings the database of DATABASE_URL to the present schema: `npm run migrate`, before web servers and workers start.
import "./check-settings.ts";

import { env } from "#lib/env.ts";
import { prepareDatabase } from "#lib/worker/prepare-database.ts";

const { DATABASE_URL: url } = env();
if (!url) {
  console.error("Set DATABASE_URL to the database to migrate.");
  process.exit(1);
}
await prepareDatabase(url);
