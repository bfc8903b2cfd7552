import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import type { Context } from "#lib/context.ts";
import { type Outcome, outcomes } from "#lib/runs/outcome.ts";

/** How many of its last runs a schedule is shown with. */
export const shownRuns = 14;

export type StandingRun = {
  id: string;
  state: string;
  reason: string | null;
  scheduled_for: Date | null;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
} & Record<Outcome, number>;

/** What a connector has beside its schedule: the newest of its runs first, its documents and collections. */
export type Standing = {
  activeRunId: string | null;
  documents: number;
  documentsChangedAt: Date | null;
  collectionIds: string[];
  runs: StandingRun[];
};

const none: Standing = {
  activeRunId: null,
  documents: 0,
  documentsChangedAt: null,
  collectionIds: [],
  runs: [],
};

/** Looks up how the connectors of a page are doing: what costs a look elsewhere, for the rows that are shown. */
export async function readStandings(
  ctx: Context,
  trx: Db,
  connectorIds: string[],
): Promise<(connectorId: string) => Standing> {
  const standings = new Map<string, Standing>();
  if (connectorIds.length === 0) return () => none;
  const [counted, runs] = await Promise.all([
    readCounts(ctx, trx, connectorIds),
    readRuns(ctx, trx, connectorIds),
  ]);
  for (const { connectorId, ...standing } of counted) {
    standings.set(connectorId, { ...standing, documents: Number(standing.documents), runs: [] });
  }
  for (const { connectorId, ...run } of runs) standings.get(connectorId)?.runs.push(run);
  return (connectorId) => standings.get(connectorId) ?? none;
}

async function readCounts({ workspaceId }: Context, trx: Db, connectorIds: string[]) {
  const { rows } = await sql<Omit<Standing, "runs"> & { connectorId: string }>`
    select k.id as "connectorId", r.id as "activeRunId", d.documents, l.at as "documentsChangedAt",
      array(
        select cc.collection_id from connector_collections cc
        where cc.workspace_id = ${workspaceId} and cc.connector_id = k.id
        order by cc.created_at, cc.collection_id
      ) as "collectionIds"
    from unnest(${connectorIds}::text[]) k (id)
    left join lateral (
      select r.id from runs r
      where r.workspace_id = ${workspaceId} and r.connector_id = k.id
        and r.state in ('queued', 'running', 'interrupted')
      limit 1
    ) r on true
    left join lateral (
      select count(*) as documents from documents d
      where d.workspace_id = ${workspaceId} and d.connector_id = k.id and d.removed_at is null
      ${oneByOne}
    ) d on true
    left join lateral (
      select d.updated_at as at from documents d
      where d.workspace_id = ${workspaceId} and d.connector_id = k.id and d.removed_at is null
      order by d.updated_at desc limit 1
    ) l on true`.execute(trx);
  return rows;
}

async function readRuns({ workspaceId }: Context, trx: Db, connectorIds: string[]) {
  const { rows } = await sql<StandingRun & { connectorId: string }>`
    select k.id as "connectorId", r.id, r.state, r.reason, r.scheduled_for, r.created_at, r.started_at, r.finished_at,
      ${sql.raw(outcomes.map((outcome) => `r.${outcome}`).join(", "))}
    from unnest(${connectorIds}::text[]) k (id)
    cross join lateral (
      select * from runs
      where workspace_id = ${workspaceId} and connector_id = k.id
      order by created_at desc, id desc
      limit ${shownRuns}
    ) r
    order by k.id, r.created_at desc, r.id desc`.execute(trx);
  return rows;
}
