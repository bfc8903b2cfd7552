import type { Db } from "#db/client.ts";
import type { Role } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import { AppError, notFound } from "#lib/errors.ts";
import type { PresentedMember } from "./schemas.ts";

/** The members of the context's workspace; `id` is the user's. */
export function selectMembers(ctx: Context, trx: Db) {
  return trx
    .selectFrom("memberships as m")
    .innerJoin("users as u", "u.id", "m.user_id")
    .select(["m.user_id as id", "m.role", "m.created_at", "u.email", "u.name"])
    .where("m.workspace_id", "=", ctx.workspaceId);
}

type MemberRow = Awaited<ReturnType<ReturnType<typeof selectMembers>["executeTakeFirstOrThrow"]>>;

export function presentMember(row: MemberRow): PresentedMember {
  const { id, email, name, role, created_at } = row;
  return { user_id: id, email, name, role: role as Role, joined_at: created_at.toISOString() };
}

/** @throws AppError `not_found` */
export async function readMember(ctx: Context, trx: Db, userId: string): Promise<PresentedMember> {
  const row = await selectMembers(ctx, trx).where("m.user_id", "=", userId).executeTakeFirst();
  if (!row) throw notFound("member", userId);
  return presentMember(row);
}

/**
 * Lets one transaction at a time change who belongs to a workspace, so that what it reads of the others holds until
 * it ends. Rows that refer to the workspace can be written meanwhile.
 */
export async function lockMembers(ctx: Context, trx: Db): Promise<void> {
  await trx
    .selectFrom("workspaces")
    .select("id")
    .where("id", "=", ctx.workspaceId)
    .forNoKeyUpdate()
    .execute();
}

/** @throws AppError `forbidden` when an owner is concerned and the caller is none */
export function assertManages(ctx: Context, ...concerned: Role[]): void {
  if (ctx.role === "owner" || !concerned.includes("owner")) return;
  throw new AppError("forbidden", `Only an owner decides about owners; your role is ${ctx.role}.`);
}

/** Under `lockMembers`. @throws AppError `conflict` when nobody else owns the workspace */
export async function assertAnotherOwner(ctx: Context, trx: Db, userId: string): Promise<void> {
  const other = await trx
    .selectFrom("memberships")
    .select("user_id")
    .where("workspace_id", "=", ctx.workspaceId)
    .where("role", "=", "owner")
    .where("user_id", "<>", userId)
    .limit(1)
    .executeTakeFirst();
  if (other) return;
  throw new AppError(
    "conflict",
    "This is the last owner. Make another member owner first, or delete the workspace.",
  );
}
