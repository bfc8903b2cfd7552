import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { Services } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { normaliseEmail } from "./email.ts";
import { verifyPassword } from "./password.ts";
import { openSession, type SessionOrigin } from "./sessions/open.ts";
import { forgiveSignIn, reserveSignIn } from "./throttle.ts";

const storable = (text: string) => text.isWellFormed() && !text.includes("\u0000");

/** What may be an account's e-mail address and password: all else is wrong without a look. */
export const credentialsSchema = z.object({
  email: z.string().max(320).refine(storable),
  password: z.string().max(1024).refine(storable),
});

export type Credentials = z.output<typeof credentialsSchema>;

/**
 * Opens a session for whoever knows an account's password. An unknown account, one without a password and a wrong
 * password get the same answer after the same work.
 * @throws AppError `unauthenticated`, or `too_many_requests` with the seconds to wait
 */
export async function signIn(
  { db, now }: Pick<Services, "db" | "now">,
  { email, password }: Credentials,
  from: SessionOrigin,
): Promise<{ userId: string; sessionId: string }> {
  const attempt = await reserveSignIn(db, { email, address: from.address }, now());
  const user = await withScope(db, { identity: true }, (trx) =>
    trx
      .selectFrom("users")
      .select(["id", "password_hash"])
      .where(sql<string>`lower(email)`, "=", normaliseEmail(email))
      .executeTakeFirst(),
  );
  const isRight = await verifyPassword(user?.password_hash, password);
  if (!user || !isRight) throw wrongCredentials();
  const sessionId = await withScope(db, { identity: true }, async (trx) => {
    if (!(await isStillPassword(trx, user))) throw wrongCredentials();
    await forgiveSignIn(trx, attempt);
    return openSession(trx, user.id, from, now());
  });
  return { userId: user.id, sessionId };
}

export function wrongCredentials(): AppError {
  return new AppError("unauthenticated", "E-mail address or password are wrong. Check both and try again.");
}

/** Whoever changes a password ends all sessions; the old one opens none while they do, or afterwards. */
async function isStillPassword(
  trx: Db,
  { id, password_hash }: { id: string; password_hash: string | null },
): Promise<boolean> {
  const user = await trx
    .selectFrom("users")
    .select("id")
    .where("id", "=", id)
    .where("password_hash", "=", password_hash)
    .forShare()
    .executeTakeFirst();
  return user !== undefined;
}
