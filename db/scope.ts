import { sql } from "kysely";
import type { Db } from "./client.ts";

/**
 * Who a transaction acts as. A workspace scope sees that workspace's rows only (row-level security);
 * `identity` and `system` are the narrow doors that look across workspaces (DESIGN §8).
 */
export type Scope = { workspaceId: string } | { identity: true } | { system: true };

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function settings(scope: Scope): string {
  if ("identity" in scope) return "set_config('role', 'tributary_identity', true)";
  if ("system" in scope) return "set_config('role', 'tributary_system', true)";
  if (!uuid.test(scope.workspaceId)) throw new TypeError(`Not a workspace id: ${scope.workspaceId}`);
  return `set_config('role', 'tributary_app', true), set_config('app.workspace_id', '${scope.workspaceId}', true)`;
}

/**
 * Runs `work` in one transaction that may do just what `scope` allows; commits when it returns, rolls back when
 * it throws. Role and workspace are set in the message that begins the transaction, and nobody waits for its
 * answer: it travels with the first statement. Should it fail, the transaction is aborted and that statement too.
 * Nothing stays on the connection for a pooler to hand to somebody else.
 */
export function withScope<T>(db: Db, scope: Scope, work: (trx: Db) => Promise<T>): Promise<T> {
  const begin = sql.raw(`begin; select ${settings(scope)}`);
  return db.connection().execute(async (connection) => {
    const begun = begin.execute(connection);
    // Awaited below; an earlier failure of `work` must not leave it unhandled.
    begun.catch(() => {});
    try {
      const result = await work(connection);
      await begun;
      await sql`commit`.execute(connection);
      return result;
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => {});
      throw error;
    }
  });
}

/** Lets the rest of a transaction act in another scope: whoever signs up is a user first, then a member. */
export async function enterScope(trx: Db, scope: Scope): Promise<void> {
  await sql.raw(`select ${settings(scope)}`).execute(trx);
}
