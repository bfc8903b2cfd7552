import { type ExpressionBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/types.ts";
import type { Context } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { exactInstant } from "#lib/http/time-cursor.ts";
import { type ListedConnector, listedConnectorSchema } from "./listed-schemas.ts";
import { presentConnector } from "./present.ts";
import type { ConnectorType } from "./slots.ts";
import type { JsonObject } from "./source.ts";

/** Connectors of a workspace with their schedules, to filter and to order: cheap for each row. */
export function selectConnectors(ctx: Context, trx: Db) {
  return trx
    .selectFrom("connectors as c")
    .innerJoin("schedules as s", (join) =>
      join.onRef("s.workspace_id", "=", "c.workspace_id").onRef("s.connector_id", "=", "c.id"),
    )
    .select(["c.workspace_id", "c.id", "c.name", "c.type", "c.slots", "c.health", "c.version"])
    .select(["c.created_by", "c.created_at", "c.updated_at"])
    .select(["s.type as schedule_type", "s.value", "s.timezone", "s.next_run_at", "s.state"])
    .select(sql<boolean>`c.credentials_sealed is not null`.as("has_credentials"))
    .select(exactInstant("c.created_at").as("exact"))
    .where("c.workspace_id", "=", ctx.workspaceId);
}

/** Adds what costs a look elsewhere: for the rows that are shown, after the limit. */
export function withStanding(trx: Db, page: ReturnType<typeof selectConnectors>) {
  return trx
    .selectFrom(page.as("p"))
    .leftJoinLateral(lastRun, (join) => join.onTrue())
    .selectAll("p")
    .select(["r.run_id", "r.trigger", "r.run_state", "r.reason", "r.discovered", "r.added", "r.updated"])
    .select(["r.unchanged", "r.deleted", "r.skipped", "r.failed"])
    .select(["r.run_created_at", "r.started_at", "r.finished_at"])
    .select((eb) => [countDocuments(eb), collectionIds.as("collection_ids")]);
}

type Listed = DB & { p: { workspace_id: string; id: string } };

function lastRun(eb: ExpressionBuilder<Listed, "p">) {
  return eb
    .selectFrom("runs")
    .select(["runs.id as run_id", "trigger", "runs.state as run_state", "reason", "discovered", "added"])
    .select(["updated", "unchanged", "deleted", "skipped", "failed"])
    .select(["runs.created_at as run_created_at", "started_at", "finished_at"])
    .whereRef("runs.workspace_id", "=", "p.workspace_id")
    .whereRef("runs.connector_id", "=", "p.id")
    .orderBy("runs.created_at", "desc")
    .orderBy("runs.id", "desc")
    .limit(1)
    .as("r");
}

function countDocuments(eb: ExpressionBuilder<Listed, "p">) {
  return eb
    .selectFrom("documents as d")
    .select((inner) => inner.fn.countAll<number>().as("count"))
    .whereRef("d.workspace_id", "=", "p.workspace_id")
    .whereRef("d.connector_id", "=", "p.id")
    .where("d.removed_at", "is", null)
    .as("documents");
}

const collectionIds = sql<string[]>`array(
  select cc.collection_id from connector_collections cc
  where cc.workspace_id = p.workspace_id and cc.connector_id = p.id
  order by cc.created_at, cc.collection_id)`;

/** One connector with its version, for its `ETag`. @throws AppError `not_found` */
export async function readConnector(
  ctx: Context,
  trx: Db,
  id: string,
): Promise<{ connector: ListedConnector; version: number }> {
  const row = await withStanding(trx, selectConnectors(ctx, trx).where("c.id", "=", id)).executeTakeFirst();
  if (!row) throw notFound("connector", id);
  return { connector: presentListed(row), version: row.version };
}

export type ListedRow = Awaited<ReturnType<ReturnType<typeof withStanding>["executeTakeFirstOrThrow"]>>;

export function presentListed(row: ListedRow): ListedConnector {
  const schedule = { ...row, type: row.schedule_type };
  const connector = { ...row, type: row.type as ConnectorType, slots: row.slots as JsonObject };
  return listedConnectorSchema.parse({
    ...presentConnector(connector, schedule, row.collection_ids),
    health: row.health,
    last_run: presentLastRun(row),
    documents: row.documents ?? 0,
  });
}

function presentLastRun(row: ListedRow) {
  if (row.run_id === null) return null;
  const { discovered, added, updated, unchanged, deleted, skipped, failed } = row;
  return {
    id: row.run_id,
    trigger: row.trigger,
    state: row.run_state,
    reason: row.reason,
    counters: { discovered, added, updated, unchanged, deleted, skipped, failed },
    created_at: row.run_created_at?.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  };
}
