import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { log } from "#lib/log.ts";
import type { Identity } from "./identify.ts";

/** Notes when a token or session was last used. Nobody waits for it, and failing it fails no request. */
export function touchIdentity(db: Db, actor: Identity["actor"]): void {
  withScope(db, { identity: true }, async (trx) => {
    if (actor.type === "token") {
      await trx
        .updateTable("api_tokens")
        .set({ last_used_at: sql`now()` })
        .where("id", "=", actor.tokenId)
        .execute();
    } else {
      await trx
        .updateTable("sessions")
        .set({ last_seen_at: sql`now()` })
        .where("id", "=", actor.sessionId)
        .execute();
    }
  }).catch((error: unknown) => log.warn({ err: error }, "last use not noted"));
}
