import { type ExpressionBuilder, sql } from "kysely";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import type { DB } from "#db/types.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid, notFound } from "#lib/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { presentSchedule, scheduleSchema } from "./present.ts";

const instant = z.iso.datetime().nullable();

export const listedScheduleSchema = scheduleSchema.extend({
  connector_name: z.string(),
  connector_type: z.string(),
  last_run: z
    .object({
      id: z.uuid(),
      state: z.string(),
      reason: z.string().nullable(),
      scheduled_for: instant,
      started_at: instant,
      finished_at: instant,
    })
    .nullable(),
});

export type ListedSchedule = z.output<typeof listedScheduleSchema>;
export type ScheduleFilter = { state?: string; type?: string; limit: number; cursor?: string };
export type SchedulePage = { items: ListedSchedule[]; next_cursor: string | null };

/** A workspace's schedules: what runs next comes first, what has no next run comes last. */
export async function listSchedules(ctx: Context, filter: ScheduleFilter): Promise<SchedulePage> {
  assertAllowed(ctx, "schedules.read");
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor);
  return withTransaction(ctx, async (trx) => {
    const rows = await readPage(ctx, trx, filter, after);
    const items = rows.slice(0, filter.limit).map(presentListed);
    const last = items.at(-1);
    const hasMore = rows.length > filter.limit && last;
    return {
      items,
      next_cursor: hasMore ? encodeCursor([last.next_run_at ?? "", last.connector_id]) : null,
    };
  });
}

/** One schedule with its version, for its `ETag`. @throws AppError `not_found` */
export async function getSchedule(
  ctx: Context,
  { connectorId }: { connectorId: string },
): Promise<{ schedule: ListedSchedule; version: number }> {
  assertAllowed(ctx, "schedules.read");
  const row = await withTransaction(ctx, (trx) =>
    selection(ctx, trx).where("s.connector_id", "=", connectorId).executeTakeFirst(),
  );
  if (!row) throw notFound("connector", connectorId);
  return { schedule: presentListed(row), version: row.version };
}

/** The last row's next instant, empty when it has none, and its connector. */
function readCursor(cursor: string): string[] {
  const values = decodeCursor(cursor, 2);
  if (values[0] !== "" && Number.isNaN(Date.parse(values[0] ?? ""))) {
    throw invalid([
      { path: "cursor", message: "Not a cursor of this list. Take next_cursor from the page before." },
    ]);
  }
  return values;
}

/** The order's two parts are read one after the other: an index range each, however deep the page. */
async function readPage(ctx: Context, trx: Db, filter: ScheduleFilter, after: string[] | undefined) {
  const wanted = filter.limit + 1;
  const [nextRunAt = "", connectorId = ""] = after ?? [];
  const filtered = () =>
    selection(ctx, trx)
      .$if(filter.state !== undefined, (query) => query.where("s.state", "=", filter.state ?? ""))
      .$if(filter.type !== undefined, (query) => query.where("s.type", "=", filter.type ?? ""))
      .orderBy("s.next_run_at")
      .orderBy("s.connector_id")
      .limit(wanted);
  const isPlanned = after === undefined || nextRunAt !== "";
  const from = sql<boolean>`(s.next_run_at, s.connector_id) > (${nextRunAt}::timestamptz, ${connectorId})`;
  const planned = isPlanned
    ? await filtered()
        .where("s.next_run_at", "is not", null)
        .$if(after !== undefined, (query) => query.where(from))
        .execute()
    : [];
  if (planned.length === wanted) return planned;
  const unplanned = await filtered()
    .where("s.next_run_at", "is", null)
    .$if(!isPlanned, (query) => query.where("s.connector_id", ">", connectorId))
    .limit(wanted - planned.length)
    .execute();
  return [...planned, ...unplanned];
}

function selection(ctx: Context, trx: Db) {
  return trx
    .selectFrom("schedules as s")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "s.workspace_id").onRef("c.id", "=", "s.connector_id"),
    )
    .leftJoinLateral(lastRun, (join) => join.onTrue())
    .select([
      "s.connector_id",
      "s.type",
      "s.value",
      "s.timezone",
      "s.missed",
      "s.state",
      "s.next_run_at",
      "s.paused_at",
      "s.paused_by",
      "s.pause_reason",
      "s.version",
      "c.name as connector_name",
      "c.type as connector_type",
      "r.id as run_id",
      "r.state as run_state",
      "r.reason as run_reason",
      "r.scheduled_for",
      "r.started_at",
      "r.finished_at",
    ])
    .where("s.workspace_id", "=", ctx.workspaceId);
}

function lastRun(eb: ExpressionBuilder<DB & { s: DB["schedules"]; c: DB["connectors"] }, "s" | "c">) {
  return eb
    .selectFrom("runs")
    .select(["id", "state", "reason", "scheduled_for", "started_at", "finished_at"])
    .whereRef("runs.workspace_id", "=", "s.workspace_id")
    .whereRef("runs.connector_id", "=", "s.connector_id")
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(1)
    .as("r");
}

type ListedRow = Awaited<ReturnType<typeof readPage>>[number];

function presentListed(row: ListedRow): ListedSchedule {
  return {
    ...presentSchedule(row),
    connector_name: row.connector_name,
    connector_type: row.connector_type,
    last_run:
      row.run_id === null || row.run_state === null
        ? null
        : {
            id: row.run_id,
            state: row.run_state,
            reason: row.run_reason,
            scheduled_for: row.scheduled_for?.toISOString() ?? null,
            started_at: row.started_at?.toISOString() ?? null,
            finished_at: row.finished_at?.toISOString() ?? null,
          },
  };
}
