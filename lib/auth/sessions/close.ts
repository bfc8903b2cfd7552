import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";

/** Ends a session: its cookie opens nothing from the next request on. */
export async function closeSession(db: Db, sessionId: string): Promise<void> {
  await withScope(db, { identity: true }, (trx) =>
    trx.deleteFrom("sessions").where("id", "=", sessionId).execute(),
  );
}
