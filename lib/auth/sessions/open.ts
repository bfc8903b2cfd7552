import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { addressKey } from "#lib/auth/client-address.ts";

export const sessionSeconds = 30 * 24 * 60 * 60;

export type SessionOrigin = { address: string; userAgent: string | null };

/**
 * A new session of a user, in an identity transaction. Its id is what the cookie holds; where it began is known from
 * now on.
 */
export async function openSession(trx: Db, userId: string, from: SessionOrigin, now: Date): Promise<string> {
  const id = randomUUID();
  await trx
    .insertInto("sessions")
    .values({
      id,
      user_id: userId,
      expires_at: new Date(now.getTime() + sessionSeconds * 1000),
      ip: from.address,
      user_agent: from.userAgent?.slice(0, 500) ?? null,
    })
    .execute();
  await trx
    .insertInto("known_addresses")
    .values({ user_id: userId, address: addressKey(from.address) })
    .onConflict((conflict) => conflict.columns(["user_id", "address"]).doUpdateSet({ last_at: sql`now()` }))
    .execute();
  return id;
}
