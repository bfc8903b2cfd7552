import { CompiledQuery, type QueryResult, type RawBuilder, sql } from "kysely";
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

/** Runs a transaction's last statement, which nothing may follow. */
export type Last = <R>(statement: RawBuilder<R>) => Promise<QueryResult<R>>;

/**
 * Runs `work` in one transaction that may do just what `scope` allows; commits when it returns, rolls back when
 * it throws. Role and workspace are set in the message that begins the transaction, and, in a workspace's scope, nobody
 * waits for its answer: it travels with the first statement. Should it fail, that statement does too.
 * Nothing stays on the connection for a pooler to hand to somebody else.
 *
 * The commit travels with the statement given to `last`, if any: when that fails, PostgreSQL makes a rollback of it.
 */
export function withScope<T>(db: Db, scope: Scope, work: (trx: Db, last: Last) => Promise<T>): Promise<T> {
  const begin = CompiledQuery.raw(`begin; select ${settings(scope)}`);
  return db.connection().execute(async (trx) => {
    const begun = await send(trx, begin);
    // A begin that failed altogether leaves no transaction, and the queue has no row security: what the system does
    // to jobs waits for the answer. In a workspace's scope a statement outside of it sees no row and may write none.
    if ("system" in scope) await begun.answer;
    let committed: Sent<unknown> | undefined;
    const last: Last = async (statement) => {
      const sent = await send(trx, statement.compile(trx));
      committed = await send(trx, commit);
      const [, result] = await Promise.all([begun.answer, sent.answer, committed.answer]);
      return result;
    };
    try {
      const result = await work(trx, last);
      await begun.answer;
      committed ??= await send(trx, commit);
      await committed.answer;
      return result;
    } catch (error) {
      // Answers are in order: after this one, none is under way.
      await sql`rollback`.execute(trx).catch(() => {});
      throw error;
    }
  });
}

const commit = CompiledQuery.raw("commit");

type Sent<R> = { answer: Promise<QueryResult<R>> };

/** Sends a statement without waiting for its answer, so that the next one travels with it. */
async function send<R>(trx: Db, statement: CompiledQuery<R>): Promise<Sent<R>> {
  return trx.getExecutor().provideConnection(async (connection) => {
    const answer = connection.executeQuery<R>(statement);
    // Whoever awaits it hears of it; an earlier failure must not leave it unhandled.
    answer.catch(() => {});
    return { answer };
  });
}

/** Lets the rest of a transaction act in another scope: whoever signs up is a user first, then a member. */
export async function enterScope(trx: Db, scope: Scope): Promise<void> {
  await sql.raw(`select ${settings(scope)}`).execute(trx);
}
