import { createHash } from "node:crypto";
import { againOnConflict } from "#db/again.ts";
import type { Db } from "#db/client.ts";
import { isUniqueViolation } from "#db/errors.ts";
import { withScope } from "#db/scope.ts";
import type { Context } from "#lib/context.ts";
import { AppError, invalid } from "#lib/errors.ts";
import type { Reply } from "./route.ts";

export type IdempotentRequest = { key: string; operation: string; path: string; body: unknown };

/**
 * Runs a write once per key and actor. Its answer is kept in the write's own transaction: when the answer is lost
 * on the wire, a repeat gets the same one and nothing happens twice. Two at once: the later waits, then replays.
 * Errors aren't kept: they wrote nothing.
 * @throws AppError `conflict` when the key was used for another request
 */
export async function withIdempotency(
  ctx: Context,
  request: IdempotentRequest,
  handle: (ctx: Context) => Promise<Reply>,
): Promise<Reply> {
  if (!/^[\x21-\x7e]{1,255}$/.test(request.key)) {
    throw invalid([{ path: "Idempotency-Key", message: "Use 1 to 255 visible ASCII characters." }]);
  }
  const fingerprint = createHash("sha256")
    .update(JSON.stringify([request.operation, request.path, request.body]))
    .digest();
  const scope = { workspaceId: ctx.workspaceId };
  try {
    return await againOnConflict(() =>
      withScope(ctx.db, scope, async (trx) => {
        const kept = await replay(ctx, trx, request.key, fingerprint);
        if (kept) return kept;
        const reply = await handle({ ...ctx, trx });
        await keep(ctx, trx, request.key, fingerprint, reply);
        return reply;
      }),
    );
  } catch (error) {
    // Another request with this key committed first: ours rolled back, and its answer is the one.
    if (!isUniqueViolation(error, "idempotency_keys_pkey")) throw error;
    const kept = await withScope(ctx.db, scope, (trx) => replay(ctx, trx, request.key, fingerprint));
    if (!kept) throw error;
    return kept;
  }
}

function actorId(ctx: Context): string {
  if (ctx.actor.type === "system") throw new TypeError("Idempotency keys belong to callers.");
  return ctx.actor.type === "user" ? ctx.actor.userId : ctx.actor.tokenId;
}

async function replay(ctx: Context, trx: Db, key: string, fingerprint: Buffer): Promise<Reply | undefined> {
  const row = await trx
    .selectFrom("idempotency_keys")
    .select(["fingerprint", "status", "headers", "body"])
    .where("workspace_id", "=", ctx.workspaceId)
    .where("actor_id", "=", actorId(ctx))
    .where("key", "=", key)
    .executeTakeFirst();
  if (!row) return undefined;
  if (!row.fingerprint.equals(fingerprint)) {
    throw new AppError("conflict", "This Idempotency-Key was used for another request. Take a new key.");
  }
  const headers = { ...(row.headers as Record<string, string>), "idempotency-replayed": "true" };
  return { status: row.status, headers, body: row.body ?? undefined };
}

async function keep(ctx: Context, trx: Db, key: string, fingerprint: Buffer, reply: Reply): Promise<void> {
  if (reply instanceof Response) throw new TypeError("An idempotent operation answers JSON.");
  await trx
    .insertInto("idempotency_keys")
    .values({
      workspace_id: ctx.workspaceId,
      key,
      actor_id: actorId(ctx),
      fingerprint,
      status: reply.status,
      headers: JSON.stringify(reply.headers ?? {}),
      body: JSON.stringify(reply.body ?? null),
    })
    .execute();
}
