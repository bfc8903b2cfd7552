// For somebody who lost both phone and recovery codes: npm run second-factor-off -- ada@example.com
import "./check-settings.ts";

import { sql } from "kysely";
import { openDb } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { normaliseEmail } from "#lib/auth/email.ts";
import { dropSecondFactor } from "#lib/auth/second-factor/turn-off.ts";
import { env } from "#lib/env.ts";
import { openAsItIs } from "./supervisor/database.ts";
import { runTask } from "./supervisor/run-task.ts";

const { DATA_DIR, DATABASE_URL } = env();
const email = process.argv[2] ?? "";

await runTask(async () => {
  if (email === "") throw new Error("Whose? npm run second-factor-off -- ada@example.com");
  const database = await openAsItIs(DATA_DIR, DATABASE_URL);
  const db = openDb({ url: database.url, max: 1, applicationName: "tributary-second-factor-off" });
  try {
    await withScope(db, { identity: true }, async (trx) => {
      const user = await trx
        .selectFrom("users")
        .select("id")
        .where(sql<string>`lower(email)`, "=", normaliseEmail(email))
        .executeTakeFirst();
      if (!user) throw new Error(`Nobody has the e-mail address ${email}.`);
      await dropSecondFactor(trx, user.id);
    });
    console.log(`${email} signs in with the password alone now.`);
  } finally {
    await db.destroy();
    await database.stop();
  }
});
