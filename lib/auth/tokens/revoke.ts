import { recordAudit } from "#lib/audit/record.ts";
import { hasRole } from "#lib/auth/permissions.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";

/**
 * Makes a token worthless from the next request on: one's own, or anybody's for an admin. Revoked already, it stays
 * as it is.
 * @throws AppError `not_found`, for a token that the caller may not see too
 */
export function revokeToken(ctx: Context, { tokenId }: { tokenId: string }): Promise<void> {
  assertAllowed(ctx, "tokens.write");
  return withTransaction(ctx, async (trx) => {
    let query = trx
      .selectFrom("api_tokens")
      .select(["id", "name", "revoked_at"])
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", tokenId);
    if (!hasRole(ctx.role, "admin")) query = query.where("created_by", "=", userOf(ctx.actor));
    const token = await query.forNoKeyUpdate().executeTakeFirst();
    if (!token) throw notFound("token", tokenId);
    if (token.revoked_at) return;
    await trx
      .updateTable("api_tokens")
      .set({ revoked_at: ctx.now() })
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", token.id)
      .execute();
    await recordAudit(ctx, trx, {
      action: "token.revoke",
      targetType: "token",
      targetId: token.id,
      details: { name: token.name },
    });
  });
}
