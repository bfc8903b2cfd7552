import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import type { AuditLogEntry, AuditLogFilter } from "./schemas.ts";

type Page = { items: AuditLogEntry[]; next_cursor: string | null };

/** What was done in the workspace, and by whom, the newest first. */
export function listAuditLog(ctx: Context, filter: AuditLogFilter): Promise<Page> {
  assertAllowed(ctx, "audit.read");
  return readAuditLog(ctx, filter);
}

type Filter = AuditLogFilter & {
  /** What was done with a connector itself, its runs and its documents. */
  connectorId?: string;
};

/** A page of entries, whoever asks: the caller has judged that. */
export async function readAuditLog(ctx: Context, filter: Filter): Promise<Page> {
  const after = filter.cursor === undefined ? undefined : readTimeCursor(filter.cursor);
  return withTransaction(ctx, async (trx) => {
    let query = filtered(ctx, trx, filter);
    if (after) {
      query = query.where(sql<boolean>`(a.at, a.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    const rows = await query
      .orderBy("a.at", "desc")
      .orderBy("a.id", "desc")
      .limit(filter.limit + 1)
      .execute();
    const people = await peopleOf(ctx, trx, rows);
    return timePage(rows, filter.limit, (row) => present(row, people));
  });
}

function filtered(ctx: Context, trx: Db, filter: Filter) {
  const { actor_id, action, target_type, target_id, since, until, connectorId } = filter;
  let query = trx
    .selectFrom("audit_log as a")
    .leftJoin("api_tokens as t", (join) =>
      join
        .onRef("t.workspace_id", "=", "a.workspace_id")
        .onRef("t.id", "=", "a.actor_id")
        .on("a.actor_type", "=", "token"),
    )
    .select(["a.id", "a.at", "a.actor_type", "a.actor_id", "a.action", "a.target_type", "a.target_id"])
    .select(["a.details", "a.request_id", "t.name as token_name", "t.created_by as token_maker"])
    .select(exactInstant("a.at").as("exact"))
    .where("a.workspace_id", "=", ctx.workspaceId);
  if (actor_id !== undefined) query = query.where("a.actor_id", "=", actor_id);
  if (action !== undefined) query = query.where("a.action", "=", action);
  if (target_type !== undefined) query = query.where("a.target_type", "=", target_type);
  if (target_id !== undefined) query = query.where("a.target_id", "=", target_id);
  if (connectorId !== undefined) {
    query = query.where(
      sql<boolean>`(a.target_type = 'connector' and a.target_id = ${connectorId}
        or a.details->>'connector_id' = ${connectorId})`,
    );
  }
  if (since) query = query.where("a.at", ">=", since);
  if (until) query = query.where("a.at", "<", until);
  return query;
}

type Row = Awaited<ReturnType<ReturnType<typeof filtered>["execute"]>>[number];
type Person = { id: string; name: string | null; email: string | null };

/** The people behind entries. Of those who left, the entry of their removal keeps name and e-mail address. */
async function peopleOf(ctx: Context, trx: Db, rows: Row[]): Promise<Map<string, Person>> {
  const ids = [...new Set(rows.flatMap((row) => personId(row) ?? []))];
  if (ids.length === 0) return new Map();
  const { rows: people } = await sql<Person>`
    (select distinct on (target_id) target_id as id, details->>'name' as name, details->>'email' as email
      from audit_log
      where workspace_id = ${ctx.workspaceId} and action = 'member.remove' and target_id = any(${ids}::text[])
      order by target_id, at desc)
    union all
    select id::text, name, email from users where id = any(${ids}::uuid[])`.execute(trx);
  return new Map(people.map((person) => [person.id, person]));
}

function personId(row: Row): string | null {
  return row.actor_type === "token" ? row.token_maker : row.actor_id;
}

function present(row: Row, people: Map<string, Person>): AuditLogEntry {
  const person = people.get(personId(row) ?? "");
  const names = { user: person?.name, token: row.token_name, system: "Tributary" };
  const type = row.actor_type as AuditLogEntry["actor"]["type"];
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type, id: row.actor_id, name: names[type] ?? null, email: person?.email ?? null },
    action: row.action,
    target_type: row.target_type,
    target_id: row.target_id,
    details: row.details as AuditLogEntry["details"],
    request_id: row.request_id,
  };
}
