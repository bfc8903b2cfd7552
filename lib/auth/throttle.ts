import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { AppError } from "#lib/errors.ts";
import { addressKey } from "./client-address.ts";
import { normaliseEmail } from "./email.ts";

/** Failures within the window that stop further attempts. */
export const signInLimits = { windowS: 15 * 60, pair: 5, account: 20, address: 50 };

type Attempt = { email: string; address: string };

/** An attempt that counts as failed until it is forgiven. */
export type ReservedAttempt = { id: string; pair: string };

/**
 * Counts an attempt to sign in as failed before the password is looked at, so that many at once can't slip through
 * together. Refused attempts don't count: whoever waits gets in. The limit of an account doesn't hold for addresses
 * from which its owner signed in before: others can't lock them out.
 * @throws AppError `too_many_requests` with the seconds to wait
 */
export async function reserveSignIn(db: Db, attempt: Attempt, now: Date): Promise<ReservedAttempt> {
  const email = normaliseEmail(attempt.email);
  const from = addressKey(attempt.address);
  const keys = { account: `account ${email}`, address: `address ${from}`, pair: `pair ${email} ${from}` };
  return withScope(db, { identity: true }, async (trx) => {
    // One order for everybody, account before address: no deadlock.
    for (const key of [keys.account, keys.address]) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(trx);
    }
    const waits = [
      await secondsToWait(trx, keys.pair, signInLimits.pair, now),
      await secondsToWait(trx, keys.address, signInLimits.address, now),
      (await isKnownAddress(trx, email, from))
        ? 0
        : await secondsToWait(trx, keys.account, signInLimits.account, now),
    ];
    const wait = Math.max(...waits);
    if (wait > 0) throw tooMany(wait);
    const id = randomUUID();
    await trx
      .insertInto("sign_in_failures")
      .values(Object.values(keys).map((key) => ({ key, attempt: id, at: now })))
      .execute();
    return { id, pair: keys.pair };
  });
}

/** The password was right: the attempt was no failure, and what failed before from this address is forgotten. */
export async function forgiveSignIn(trx: Db, attempt: ReservedAttempt): Promise<void> {
  await trx.deleteFrom("sign_in_failures").where("key", "=", attempt.pair).execute();
  await releaseSignIn(trx, attempt);
}

/** The attempt was no guess and doesn't count; what failed before stays counted. */
export async function releaseSignIn(trx: Db, { id }: ReservedAttempt): Promise<void> {
  await trx.deleteFrom("sign_in_failures").where("attempt", "=", id).execute();
}

async function secondsToWait(trx: Db, key: string, limit: number, now: Date): Promise<number> {
  const windowMs = signInLimits.windowS * 1000;
  const rows = await trx
    .selectFrom("sign_in_failures")
    .select("at")
    .where("key", "=", key)
    .where("at", ">", new Date(now.getTime() - windowMs))
    .orderBy("at", "desc")
    .limit(limit)
    .execute();
  const oldest = rows[limit - 1];
  return oldest ? Math.max(1, Math.ceil((oldest.at.getTime() + windowMs - now.getTime()) / 1000)) : 0;
}

async function isKnownAddress(trx: Db, email: string, address: string): Promise<boolean> {
  const known = await trx
    .selectFrom("known_addresses")
    .innerJoin("users", "users.id", "known_addresses.user_id")
    .select("known_addresses.address")
    .where(sql<string>`lower(users.email)`, "=", email)
    .where("known_addresses.address", "=", address)
    .executeTakeFirst();
  return known !== undefined;
}

function tooMany(seconds: number): AppError {
  const minutes = Math.ceil(seconds / 60);
  return new AppError(
    "too_many_requests",
    `Too many failed attempts. Try again in ${minutes === 1 ? "a minute" : `${minutes} minutes`}.`,
    { retryAfterS: seconds },
  );
}
