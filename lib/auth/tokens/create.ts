import { v7 as uuid } from "uuid";
import { recordAudit } from "#lib/audit/record.ts";
import { hasRole, type Role } from "#lib/auth/permissions.ts";
import { hashToken, createToken as newToken } from "#lib/auth/token-format.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError } from "#lib/errors.ts";

export type NewToken = { name: string; role: Role; expires_at: Date | null };

/**
 * Makes an API token. The answer is the only place where the token itself ever is; a hash is kept.
 * @throws AppError `forbidden` for a role above the maker's
 */
export async function createToken(ctx: Context, input: NewToken): Promise<{ id: string; token: string }> {
  assertAllowed(ctx, "tokens.write");
  if (!hasRole(ctx.role, input.role)) {
    throw new AppError("forbidden", `A token can't do more than its maker: your role is ${ctx.role}.`);
  }
  const id = uuid();
  const token = newToken();
  await withTransaction(ctx, async (trx) => {
    await trx
      .insertInto("api_tokens")
      .values({
        workspace_id: ctx.workspaceId,
        id,
        name: input.name,
        role: input.role,
        token_hash: hashToken(token),
        hint: token.slice(-4),
        created_by: userOf(ctx.actor),
        expires_at: input.expires_at,
      })
      .execute();
    await recordAudit(ctx, trx, {
      action: "token.create",
      targetType: "token",
      targetId: id,
      details: { name: input.name, role: input.role },
    });
  });
  return { id, token };
}
