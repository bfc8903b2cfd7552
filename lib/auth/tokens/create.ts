import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { hasRole, isAllowed } from "#lib/auth/permissions.ts";
import { hashToken, createToken as newToken } from "#lib/auth/token-format.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { AppError, invalid } from "#lib/errors.ts";
import { presentToken, shownColumns } from "./present.ts";
import type { CreatedToken, NewToken } from "./schemas.ts";

/**
 * Makes an API token. The answer is the only place where the token itself ever is; a hash is kept.
 * @throws AppError `forbidden` for more than the maker may; `invalid` when it would have expired already
 */
export async function createToken(ctx: Context, input: NewToken): Promise<CreatedToken> {
  assertAllowed(ctx, "tokens.write");
  if (!hasRole(ctx.role, input.role)) {
    throw new AppError("forbidden", `A token can't do more than its maker: your role is ${ctx.role}.`);
  }
  const beyond = input.scopes?.filter((scope) => !isAllowed(input.role, scope)) ?? [];
  if (beyond.length > 0) {
    const message = `The role ${input.role} doesn't have ${beyond.join(", ")}. Leave it out, or take another role.`;
    throw invalid([{ path: "scopes", message }]);
  }
  if (ctx.scopes && !input.scopes?.every((scope) => ctx.scopes?.includes(scope))) {
    throw new AppError(
      "forbidden",
      `A token can't do more than its maker, whose scopes are ${ctx.scopes.join(", ")}.`,
    );
  }
  if (input.expires_at && input.expires_at <= ctx.now()) {
    throw invalid([{ path: "expires_at", message: "It has passed. Give an instant in the future." }]);
  }
  const token = newToken();
  const row = await withTransaction(ctx, async (trx) => {
    await assertOutlived(ctx, trx, input.expires_at);
    const inserted = await insert(ctx, trx, input, token);
    await recordAudit(ctx, trx, {
      action: "token.create",
      targetType: "token",
      targetId: inserted.id,
      details: { name: input.name, role: input.role, scopes: input.scopes, expires_at: input.expires_at },
    });
    return inserted;
  });
  return { ...presentToken(row), token };
}

function insert(ctx: Context, trx: Db, { name, role, scopes, expires_at }: NewToken, token: string) {
  return trx
    .insertInto("api_tokens")
    .values({
      workspace_id: ctx.workspaceId,
      id: uuid(),
      name,
      role,
      scopes,
      token_hash: hashToken(token),
      hint: token.slice(-4),
      created_by: userOf(ctx.actor),
      expires_at,
    })
    .returning(shownColumns)
    .executeTakeFirstOrThrow();
}

/** A token that ends makes none that lasts longer: else its end would mean nothing. */
async function assertOutlived(ctx: Context, trx: Db, expiresAt: Date | null): Promise<void> {
  if (ctx.actor.type !== "token") return;
  const maker = await trx
    .selectFrom("api_tokens")
    .select("expires_at")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("id", "=", ctx.actor.tokenId)
    .executeTakeFirst();
  const end = maker?.expires_at;
  if (!end || (expiresAt && expiresAt <= end)) return;
  throw new AppError(
    "forbidden",
    `A token can't outlive the token that makes it, which ends at ${end.toISOString()}.`,
  );
}
