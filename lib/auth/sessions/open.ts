import { randomUUID } from "node:crypto";
import type { Db } from "#db/client.ts";

export const sessionSeconds = 30 * 24 * 60 * 60;

export type SessionOrigin = { address: string; userAgent: string | null };

/** A new session of a user, in an identity transaction. Its id is what the cookie holds. */
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
  return id;
}
