import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { enterScope, withScope } from "#db/scope.ts";
import { insertUser } from "#lib/auth/insert-user.ts";
import { holdInvitation, settleInvitation } from "#lib/auth/invitations/settle.ts";
import { openSession, type SessionOrigin } from "#lib/auth/sessions/open.ts";
import type { PublicContext } from "#lib/http/route.ts";
import type { Claims } from "./claims.ts";

/** Why somebody whom the issuer knows isn't let in: `no_account` also means that no invitation waits for them. */
export type OidcRefusal = "no_account" | "email_not_verified";

/**
 * Opens a session for whoever an issuer vouches for: by the account that it is linked with, else by its verified
 * e-mail address, else by the invitations that wait for that address. One transaction.
 */
export function signInByClaims(
  { db, requestId, now }: PublicContext,
  claims: Claims,
  from: SessionOrigin,
): Promise<{ userId: string; sessionId: string } | { refused: OidcRefusal }> {
  return withScope(db, { identity: true }, async (trx) => {
    const linked = await findLinked(trx, claims);
    if (linked) return { userId: linked, sessionId: await openSession(trx, linked, from, now()) };
    const { verifiedEmail: email } = claims;
    if (email === undefined) return { refused: "email_not_verified" };
    const userId =
      (await findByEmail(trx, email)) ?? (await join(trx, email, claims, { requestId, now: now() }));
    if (userId === undefined) return { refused: "no_account" };
    await link(trx, claims, userId);
    return { userId, sessionId: await openSession(trx, userId, from, now()) };
  });
}

async function findLinked(trx: Db, { issuer, subject }: Claims): Promise<string | undefined> {
  const identity = await trx
    .selectFrom("user_identities")
    .select("user_id")
    .where("provider", "=", issuer)
    .where("subject", "=", subject)
    .executeTakeFirst();
  return identity?.user_id;
}

async function findByEmail(trx: Db, email: string): Promise<string | undefined> {
  const user = await trx
    .selectFrom("users")
    .select("id")
    .where(sql<string>`lower(email)`, "=", email)
    .executeTakeFirst();
  return user?.id;
}

async function link(trx: Db, { issuer, subject }: Claims, userId: string): Promise<void> {
  await trx
    .insertInto("user_identities")
    .values({ provider: issuer, subject, user_id: userId })
    .onConflict((conflict) => conflict.columns(["provider", "subject"]).doNothing())
    .execute();
}

/** A new account and its memberships, by every invitation that waits for the address. */
async function join(
  trx: Db,
  email: string,
  { name }: Claims,
  { requestId, now }: { requestId: string; now: Date },
): Promise<string | undefined> {
  const waiting = await trx
    .selectFrom("invitations")
    .select(["workspace_id as workspaceId", "id as invitationId"])
    .where(sql<string>`lower(email)`, "=", email)
    .where("accepted_at", "is", null)
    .where("expires_at", ">", now)
    .orderBy("workspace_id")
    .execute();
  if (waiting.length === 0) return undefined;
  const userId = await insertUser(trx, { email, name, password: null });
  for (const invitation of waiting) {
    const invited = await holdInvitation(trx, invitation, now);
    await settleInvitation(trx, invited, { userId, requestId, now });
  }
  await enterScope(trx, { identity: true });
  return userId;
}
