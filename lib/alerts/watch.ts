import { type RawBuilder, sql } from "kysely";
import { v7 as uuid } from "uuid";
import type { Db } from "#db/client.ts";
import { withScope } from "#db/scope.ts";
import { wanting } from "#lib/attention/wanting.ts";
import { type AlertKind, alertKinds } from "./kinds.ts";

export type WatchReport = { raised: number; resolved: number; messages: number };

/**
 * Looks at every workspace that wants alerts: trouble that is new is raised, trouble that is over is resolved, and each
 * becomes a message to every destination that wants its kind, all in one statement. Any number of workers may look at
 * once: trouble is open once.
 */
export async function watchAlerts(db: Db, now: () => Date): Promise<WatchReport> {
  const workspaces = await withScope(db, { system: true }, (trx) =>
    trx.selectFrom("alert_destinations").select("workspace_id").distinct().execute(),
  );
  const total: WatchReport = { raised: 0, resolved: 0, messages: 0 };
  for (const { workspace_id: workspaceId } of workspaces) {
    const seen = await withScope(db, { workspaceId }, (trx) => watchWorkspace(trx, { workspaceId, now }));
    total.raised += seen.raised;
    total.resolved += seen.resolved;
    total.messages += seen.messages;
  }
  return total;
}

type Watched = { workspaceId: string; now: () => Date };

async function watchWorkspace(trx: Db, watched: Watched): Promise<WatchReport> {
  const { workspaceId } = watched;
  const now = watched.now();
  const troubles = troublesOf(watched);
  const found = alertKinds.map(
    (kind) => sql`select ${sql.lit(kind)} as kind, x.* from (${troubles[kind]}) x`,
  );
  const { rows } = await sql<WatchReport>`
    with found as materialized (
      select distinct on (connector_id, kind) * from (${sql.join(found, sql` union all `)}) y
      order by connector_id, kind, at
    ), raised as (
      insert into alerts (workspace_id, id, connector_id, kind, run_id, reason, documents, raised_at)
      select ${workspaceId}, gen_random_uuid(), f.connector_id, f.kind, coalesce(f.run_id, last.id),
        coalesce(f.reason, last.reason), f.documents, ${now}
      from found f
      left join lateral (
        select r.id, r.reason from runs r
        where r.workspace_id = ${workspaceId} and r.connector_id = f.connector_id and r.state = 'failed'
          and f.kind in ('failing', 'needs_credentials')
        order by r.created_at desc, r.id desc limit 1
      ) last on true
      on conflict do nothing
      returning id, kind
    ), resolved as (
      update alerts a set resolved_at = ${now}
      where a.workspace_id = ${workspaceId} and a.resolved_at is null
        and not exists (select from found f where f.connector_id = a.connector_id and f.kind = a.kind)
      returning id, kind
    ), events as (
      select id, kind, 'alert.raised' as event from raised
      union all select id, kind, 'alert.resolved' from resolved
    ), messages as (
      insert into alert_deliveries (workspace_id, id, destination_id, alert_id, event, next_at, created_at)
      select ${workspaceId}, gen_random_uuid(), d.id, e.id, e.event, ${now}, ${now}
      from events e
      join alert_destinations d on d.workspace_id = ${workspaceId} and e.kind = any(d.kinds) and d.disabled_at is null
      returning id
    )
    select (select count(*) from raised)::int as raised, (select count(*) from resolved)::int as resolved,
      (select count(*) from messages)::int as messages`.execute(trx);
  return rows[0] ?? { raised: 0, resolved: 0, messages: 0 };
}

/** The troubles of each kind now: what the home page shows, and listings that came out far too short. */
function troublesOf(watched: Watched): Record<AlertKind, RawBuilder<unknown>> {
  return {
    ...wanting(watched, {}),
    shrunk: sql`
      select c.id as connector_id, c.last_success_at as at, null::uuid as run_id, null::uuid as held_deletion_id,
        null::int as documents,
        'The last run succeeded, but its source listed nothing, or far less than is stored.' as reason
      from connectors c
      where c.workspace_id = ${watched.workspaceId} and c.listing_suspect and c.failures = 0`,
  };
}

/** A message that shows whether a destination is reached. In the caller's transaction. @returns its id */
export async function addTestMessage(
  trx: Db,
  { workspaceId, destinationId, now }: { workspaceId: string; destinationId: string; now: Date },
): Promise<string> {
  const id = uuid();
  await trx
    .insertInto("alert_deliveries")
    .values({
      workspace_id: workspaceId,
      id,
      destination_id: destinationId,
      event: "alert.test",
      next_at: now,
      created_at: now,
    })
    .execute();
  return id;
}
