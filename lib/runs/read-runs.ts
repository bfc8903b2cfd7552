import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import { memberName } from "./member-name.ts";
import { type PresentedRun, runSchema } from "./schemas.ts";

/** The columns that make a run as it is shown. */
export function selectRuns(ctx: Context, trx: Db) {
  return trx
    .selectFrom("runs as r")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "r.workspace_id").onRef("c.id", "=", "r.connector_id"),
    )
    .select([
      "r.id",
      "r.connector_id",
      "c.name as connector_name",
      "r.trigger",
      "r.state",
      "r.reason",
      "r.scheduled_for",
      "r.not_before",
      "r.created_by",
      "r.retry_of",
      "r.cancel_requested_at",
      "r.attempt",
      "r.discovered",
      "r.added",
      "r.updated",
      "r.unchanged",
      "r.deleted",
      "r.skipped",
      "r.failed",
      "r.stage",
      "r.current_item",
      "r.estimated_total",
      "r.reading_ms",
      "r.storing_ms",
      "r.deleting_ms",
      "r.created_at",
      "r.started_at",
      "r.finished_at",
    ])
    .select([
      memberName("r.created_by").as("created_by_name"),
      memberName("r.cancelled_by").as("cancelled_by_name"),
    ])
    .select(sql<number>`extract(epoch from now() - r.started_at)::float`.as("elapsed_s"))
    .where("r.workspace_id", "=", ctx.workspaceId);
}

export type RunRow = Awaited<ReturnType<ReturnType<typeof selectRuns>["executeTakeFirstOrThrow"]>>;

/** A run of this workspace as it is shown. @throws AppError `not_found` */
export async function readRun(ctx: Context, trx: Db, runId: string): Promise<PresentedRun> {
  const row = await selectRuns(ctx, trx).where("r.id", "=", runId).executeTakeFirst();
  if (!row) throw notFound("run", runId);
  return presentRun(row);
}

export function presentRun(row: RunRow): PresentedRun {
  const discovered = row.discovered ?? 0;
  const { added, updated, unchanged, deleted, skipped, failed } = row;
  return runSchema.parse({
    ...row,
    scheduled_for: row.scheduled_for?.toISOString() ?? null,
    not_before: row.not_before?.toISOString() ?? null,
    cancel_requested: row.cancel_requested_at !== null,
    counters: { discovered, added, updated, unchanged, deleted, skipped, failed },
    progress:
      row.state === "running"
        ? {
            stage: row.stage,
            current_item: row.current_item,
            estimated_total: row.estimated_total,
            items_per_second: rate(discovered, row.elapsed_s),
          }
        : null,
    times: {
      waiting_ms: Math.max(
        0,
        (row.started_at?.getTime() ?? row.created_at.getTime()) - row.created_at.getTime(),
      ),
      reading_ms: row.reading_ms,
      storing_ms: row.storing_ms,
      deleting_ms: row.deleting_ms,
    },
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  });
}

function rate(items: number, seconds: number | null): number {
  return seconds && seconds > 0 ? Math.round((items / seconds) * 10) / 10 : 0;
}
