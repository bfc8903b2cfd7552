import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { isUniqueViolation } from "#db/errors.ts";
import { AppError } from "#lib/errors.ts";
import { normaliseEmail } from "./email.ts";
import { hashPassword } from "./password.ts";

/** `password` null: they sign in elsewhere. */
export type NewUser = { email: string; name: string; password: string | null };

/** Adds a user in an identity transaction. @throws AppError `conflict` when the e-mail is taken */
export async function insertUser(trx: Db, { email, name, password }: NewUser): Promise<string> {
  const id = uuid();
  const password_hash = password === null ? null : await hashPassword(password);
  try {
    await trx
      .insertInto("users")
      .values({ id, email: normaliseEmail(email), name, password_hash })
      .execute();
  } catch (cause) {
    if (!isUniqueViolation(cause, "users_email")) throw cause;
    throw new AppError("conflict", "There is an account with this e-mail address already. Sign in instead.", {
      cause,
    });
  }
  return id;
}
