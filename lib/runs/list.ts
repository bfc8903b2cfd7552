import { sql } from "kysely";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { exactInstant, readTimeCursor, timePage } from "#lib/http/time-cursor.ts";
import { presentRun, readRun, selectRuns } from "./read-runs.ts";
import type { PresentedRun } from "./schemas.ts";

export type RunFilter = {
  connector_id?: string;
  state?: string;
  trigger?: string;
  limit: number;
  cursor?: string;
};
export type RunPage = { items: PresentedRun[]; next_cursor: string | null };

/** A workspace's runs, the newest first. */
export async function listRuns(ctx: Context, filter: RunFilter): Promise<RunPage> {
  assertAllowed(ctx, "runs.read");
  const after = filter.cursor === undefined ? undefined : readTimeCursor(filter.cursor);
  const rows = await withTransaction(ctx, (trx) => {
    const { connector_id: connectorId, state, trigger } = filter;
    let query = selectRuns(ctx, trx).select(exactInstant("r.created_at").as("exact"));
    if (connectorId !== undefined) query = query.where("r.connector_id", "=", connectorId);
    if (state !== undefined) query = query.where("r.state", "=", state);
    if (trigger !== undefined) query = query.where("r.trigger", "=", trigger);
    if (after) {
      query = query.where(sql<boolean>`(r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`);
    }
    return query
      .orderBy("r.created_at", "desc")
      .orderBy("r.id", "desc")
      .limit(filter.limit + 1)
      .execute();
  });
  return timePage(rows, filter.limit, presentRun);
}

/** A connector's runs, the newest first. @throws AppError `not_found` */
export async function listConnectorRuns(
  ctx: Context,
  filter: RunFilter & { connector_id: string },
): Promise<RunPage> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, async (trx) => {
    const connector = await trx
      .selectFrom("connectors")
      .select("id")
      .where("workspace_id", "=", ctx.workspaceId)
      .where("id", "=", filter.connector_id)
      .executeTakeFirst();
    if (!connector) throw notFound("connector", filter.connector_id);
    return listRuns({ ...ctx, trx }, filter);
  });
}

/** One run, as far as it is now. @throws AppError `not_found` */
export async function getRun(ctx: Context, { runId }: { runId: string }): Promise<PresentedRun> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, (trx) => readRun(ctx, trx, runId));
}
