import { sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertManages, lockMembers } from "#lib/auth/members/internal.ts";
import type { Role } from "#lib/auth/permissions.ts";
import { createCode, hashCode } from "#lib/auth/secret-code.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";
import { presentInvitation, shownColumns } from "./present.ts";
import type { CreatedInvitation, NewInvitation } from "./schemas.ts";

const lastsMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Invites somebody by e-mail address; an invitation that waits for them already is replaced. The answer is the only
 * place where its address, and the code in it, ever are.
 * @param input.origin where people reach this deployment
 * @throws AppError `forbidden` for a role that the caller can't give; `conflict` when they are a member
 */
export async function createInvitation(
  ctx: Context,
  { origin, ...input }: NewInvitation & { origin: string },
): Promise<CreatedInvitation> {
  assertAllowed(ctx, "members.write");
  assertManages(ctx, input.role);
  const code = createCode();
  const row = await withTransaction(ctx, async (trx) => {
    await lockMembers(ctx, trx);
    await assertNoMember(ctx, trx, input.email);
    await withdrawPending(ctx, trx, input.email);
    const inserted = await insert(ctx, trx, input, code);
    await recordAudit(ctx, trx, {
      action: "invitation.create",
      targetType: "invitation",
      targetId: inserted.id,
      details: input,
    });
    return inserted;
  });
  return { ...presentInvitation(row), url: `${origin}/invite/${code}` };
}

function insert(ctx: Context, trx: Db, { email, role }: NewInvitation, code: string) {
  const now = ctx.now();
  return trx
    .insertInto("invitations")
    .values({
      workspace_id: ctx.workspaceId,
      id: uuid(),
      email,
      role,
      code_hash: hashCode(code),
      invited_by: userOf(ctx.actor),
      created_at: now,
      expires_at: new Date(now.getTime() + lastsMs),
    })
    .returning(shownColumns)
    .executeTakeFirstOrThrow();
}

async function assertNoMember(ctx: Context, trx: Db, email: string): Promise<void> {
  const member = await trx
    .selectFrom("memberships as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .select("u.id")
    .where("m.workspace_id", "=", ctx.workspaceId)
    .where(sql<string>`lower(u.email)`, "=", email)
    .executeTakeFirst();
  if (!member) return;
  throw new AppError("conflict", `${email} is a member already. Change their role instead.`, {
    errors: [{ path: "email", message: "A member already." }],
  });
}

/** @throws AppError `forbidden` when an owner's invitation of an owner would be taken back by somebody else */
async function withdrawPending(ctx: Context, trx: Db, email: string): Promise<void> {
  const withdrawn = await trx
    .deleteFrom("invitations")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("email", "=", email)
    .where("accepted_at", "is", null)
    .returning("role")
    .execute();
  assertManages(ctx, ...withdrawn.map(({ role }) => role as Role));
}
