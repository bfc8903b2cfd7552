import { z } from "zod";
import type { Db } from "#db/client.ts";
import { enterScope, withScope } from "#db/scope.ts";
import { personNameSchema } from "#lib/auth/account/schemas.ts";
import { normaliseEmail } from "#lib/auth/email.ts";
import type { Person } from "#lib/auth/identify.ts";
import { insertUser } from "#lib/auth/insert-user.ts";
import { newPasswordSchema } from "#lib/auth/password.ts";
import { hashCode } from "#lib/auth/secret-code.ts";
import { AppError, type FieldError, invalid } from "#lib/errors.ts";
import type { PublicContext } from "#lib/http/route.ts";
import { holdInvitation, type Invited, settleInvitation, unknownInvitation } from "./settle.ts";

export const acceptInvitationSchema = z.strictObject({
  code: z
    .string("Give the code: the end of the invitation's address.")
    .min(1, "Give the code: the end of the invitation's address.")
    .max(200, "A code is shorter.")
    .meta({ description: "The end of the invitation's address" }),
  name: personNameSchema.optional().meta({ description: "Yours; for a new account" }),
  password: newPasswordSchema.optional().meta({ description: "For a new account" }),
});

export type Acceptance = z.output<typeof acceptInvitationSchema>;

export type Accepted = { workspaceId: string; userId: string; isNewAccount: boolean };

/**
 * Makes the invited person a member: the one who is signed in under the invited address, else a new account.
 * One transaction.
 * @throws AppError `not_found`, `conflict` for an invitation that was used, expired or is for somebody else,
 * `invalid` when a new account lacks name or password
 */
export function acceptInvitation(
  { db, requestId, now }: PublicContext,
  { code, ...account }: Acceptance,
  person: Person | undefined,
): Promise<Accepted> {
  return withScope(db, { identity: true }, async (trx) => {
    const invited = await holdInvitation(trx, await findInvitation(trx, code), now());
    if (person) assertInvited(person, invited);
    const userId = person?.actor.userId ?? (await insertInvited(trx, invited, account));
    await settleInvitation(trx, invited, { userId, requestId, now: now() });
    return { workspaceId: invited.workspaceId, userId, isNewAccount: !person };
  });
}

async function findInvitation(trx: Db, code: string) {
  const row = await trx
    .selectFrom("invitations")
    .select(["workspace_id as workspaceId", "id as invitationId"])
    .where("code_hash", "=", hashCode(code))
    .executeTakeFirst();
  if (!row) throw unknownInvitation();
  return row;
}

function assertInvited({ email }: Person, invited: Invited): void {
  if (normaliseEmail(email) === normaliseEmail(invited.email)) return;
  throw new AppError(
    "conflict",
    `This invitation is for ${invited.email}, and you are signed in as ${email}. Sign out first.`,
  );
}

async function insertInvited(
  trx: Db,
  { email }: Invited,
  { name, password }: Pick<Acceptance, "name" | "password">,
): Promise<string> {
  const missing: FieldError[] = [
    ...(name === undefined ? [{ path: "name", message: "Give your name." }] : []),
    ...(password === undefined ? [{ path: "password", message: "Choose a password." }] : []),
  ];
  if (name === undefined || password === undefined) throw invalid(missing);
  await enterScope(trx, { identity: true });
  return insertUser(trx, { email, name, password });
}
