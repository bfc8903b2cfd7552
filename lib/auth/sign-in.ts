import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import type { Services } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { normaliseEmail } from "./email.ts";
import { verifyPassword } from "./password.ts";
import { isRightCode } from "./second-factor/check.ts";
import { openSession, type SessionOrigin } from "./sessions/open.ts";
import { forgiveSignIn, releaseSignIn, reserveSignIn } from "./throttle.ts";

const storable = (text: string) => text.isWellFormed() && !text.includes("\u0000");

/** What may be an account's e-mail address and password: all else is wrong without a look. */
export const credentialsSchema = z.object({
  email: z.string().max(320).refine(storable),
  password: z.string().max(1024).refine(storable),
  /** Of the second factor, for an account that has one. */
  code: z.string().max(100).default(""),
});

export type Credentials = z.input<typeof credentialsSchema>;

/**
 * Opens a session for whoever knows an account's password, and has its second factor if there is one. An unknown
 * account, one without a password and a wrong password get the same answer after the same work: only who knows the
 * password hears of a second factor.
 * @throws AppError `unauthenticated`, `second_factor` when its code is missing or wrong, or `too_many_requests` with the
 * seconds to wait
 */
export async function signIn(
  { db, now }: Pick<Services, "db" | "now">,
  { email, password, code = "" }: Credentials,
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
  const entered = await withScope(db, { identity: true }, async (trx) => {
    const account = await lockAccount(trx, user);
    if (!account) throw wrongCredentials();
    const { totp_sealed: sealed } = account;
    if (sealed && code.trim() === "") {
      await releaseSignIn(trx, attempt);
      return undefined;
    }
    if (sealed && !(await isRightCode(trx, { userId: user.id, sealed }, code, now()))) {
      throw wrongCode("This code isn't right, or was used already. Enter the one that your app shows now.");
    }
    await forgiveSignIn(trx, attempt);
    return openSession(trx, user.id, from, now());
  });
  if (entered === undefined) throw wrongCode("Enter the code that your app shows, or a recovery code.");
  return { userId: user.id, sessionId: entered };
}

function wrongCode(message: string): AppError {
  return new AppError("second_factor", message, { errors: [{ path: "code", message }] });
}

export function wrongCredentials(): AppError {
  return new AppError("unauthenticated", "E-mail address or password are wrong. Check both and try again.");
}

/**
 * The account, as long as its password is the one that was given: whoever changes it, or turns the second factor on,
 * ends all sessions, and none is opened while they do.
 */
function lockAccount(trx: Db, { id, password_hash }: { id: string; password_hash: string | null }) {
  return trx
    .selectFrom("users")
    .select("totp_sealed")
    .where("id", "=", id)
    .where("password_hash", "=", password_hash)
    .forNoKeyUpdate()
    .executeTakeFirst();
}
