import type { Db } from "#db/client.ts";

/** Ends all sessions of a user but one, in an identity transaction: their cookies open nothing from now on. */
export async function endOtherSessions(trx: Db, userId: string, sessionId: string): Promise<void> {
  await trx.deleteFrom("sessions").where("user_id", "=", userId).where("id", "<>", sessionId).execute();
}
