import { type RawBuilder, sql } from "kysely";
import type { Context } from "#lib/context.ts";
import { lateBefore } from "#lib/schedules/filters.ts";
import type { AttentionKind } from "./schemas.ts";

/** A run that no worker takes, or whose worker is silent, for so long is stuck. */
const stuckAfterMs = { queued: 15 * 60_000, silent: 60_000 };

/**
 * What wants attention, of each kind, as rows of connector_id, at, run_id, held_deletion_id, documents and reason. Each
 * is found by an index of few rows. Whoever paused a connector knows about it: it wants nothing.
 */
export function wanting(
  ctx: Pick<Context, "workspaceId" | "now">,
  { connector_id: connectorId }: { connector_id?: string },
): Record<AttentionKind, RawBuilder<unknown>> {
  const { workspaceId } = ctx;
  const now = ctx.now().getTime();
  const of = (column: string) =>
    connectorId === undefined ? sql`` : sql`and ${sql.ref(column)} = ${connectorId}`;
  const troubled = (condition: RawBuilder<boolean>) => sql`
    select c.id as connector_id, null::timestamptz as at, null::uuid as run_id, null::uuid as held_deletion_id,
      null::int as documents, null as reason
    from connectors c
    join schedules s on s.workspace_id = c.workspace_id and s.connector_id = c.id and s.state <> 'paused'
    where c.workspace_id = ${workspaceId} and ${condition} ${of("c.id")}`;
  return {
    needs_credentials: troubled(sql`c.health <> 'ok'`),
    failing: troubled(sql`c.failures > 0 and c.health = 'ok'`),
    held_deletions: sql`
      select connector_id, created_at as at, run_id, id as held_deletion_id, documents, reason
      from held_deletions h
      where h.workspace_id = ${workspaceId} and h.state = 'held' ${of("h.connector_id")}`,
    stalled: sql`
      select connector_id, next_run_at as at, null::uuid as run_id, null::uuid as held_deletion_id,
        null::int as documents, null as reason
      from schedules s
      where s.workspace_id = ${workspaceId} and s.state = 'active' and s.next_run_at < ${lateBefore(ctx.now())}
        ${of("s.connector_id")}
      union all
      select connector_id, coalesce(not_before, created_at), id, null, null, reason
      from runs r
      where r.workspace_id = ${workspaceId} and r.state = 'queued' and (r.attempt = 0 or r.not_before is not null)
        and coalesce(r.not_before, r.created_at) < ${new Date(now - stuckAfterMs.queued)} ${of("r.connector_id")}
      union all
      select connector_id, lease_expires_at, id, null, null, null
      from runs r
      where r.workspace_id = ${workspaceId} and r.state = 'running'
        and r.lease_expires_at < ${new Date(now - stuckAfterMs.silent)} ${of("r.connector_id")}`,
    waiting_for_collection: sql`
      select connector_id, updated_at as at, null::uuid as run_id, null::uuid as held_deletion_id,
        null::int as documents, null as reason
      from schedules s
      where s.workspace_id = ${workspaceId} and s.state = 'waiting_for_collection' ${of("s.connector_id")}`,
  };
}
