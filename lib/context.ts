import type { PgBoss } from "pg-boss";
import { againOnConflict } from "#db/again.ts";
import type { Db } from "#db/client.ts";
import { type Last, withScope } from "#db/scope.ts";
import { isAllowed, type Permission, permissions, type Role } from "./auth/permissions.ts";
import { AppError } from "./errors.ts";

export type Actor =
  | { type: "user"; userId: string; sessionId: string }
  | { type: "token"; tokenId: string; userId: string | null }
  | { type: "system"; name: string };

/** What a process holds: made once at its start, handed to whoever works. */
export type Services = {
  db: Db;
  /** Where who asks is looked up: one connection for everybody (db/shared.ts). Absent: `db`. */
  lookups?: Db;
  boss: PgBoss;
  now: () => Date;
};

/** Who asks, in which workspace, in which transaction. Made by the HTTP wrapper, a page or the worker. */
export type Context = Services & {
  workspaceId: string;
  /** IANA name; the default of new schedules. */
  timeZone: string;
  actor: Actor;
  role: Role;
  /** What a token is kept to, of what its role may; all of it without. */
  scopes?: readonly Permission[] | null;
  requestId: string;
  /** The transaction that this work joins, when a caller opened one. */
  trx?: Db;
};

/** @throws AppError `forbidden` naming the role that is needed, `insufficient_scope` naming the token's missing scope */
export function assertAllowed(ctx: Context, permission: Permission): void {
  if (ctx.scopes && !ctx.scopes.includes(permission)) {
    const has = ctx.scopes.length === 0 ? "none" : ctx.scopes.join(", ");
    const message = `This needs a token with the scope ${permission}; this one's scopes are: ${has}.`;
    throw new AppError("insufficient_scope", message, { scope: permission });
  }
  if (isAllowed(ctx.role, permission)) return;
  throw new AppError(
    "forbidden",
    `This needs the role ${permissions[permission]}; yours is ${ctx.role}. Ask an admin of the workspace.`,
  );
}

/**
 * Runs `work` in the caller's transaction, or opens one in the context's workspace. Nested calls join: all of it
 * commits or none; of its own, it is done again when others stood in its way. `last` sends the commit along with the final statement where the transaction is its own.
 */
export function withTransaction<T>(ctx: Context, work: (trx: Db, last: Last) => Promise<T>): Promise<T> {
  const { trx } = ctx;
  if (trx) return work(trx, (statement) => statement.execute(trx));
  return againOnConflict(() => withScope(ctx.db, { workspaceId: ctx.workspaceId }, work));
}

/** The user behind an actor, for `created_by` columns. */
export function userOf(actor: Actor): string | null {
  return actor.type === "system" ? null : actor.userId;
}
