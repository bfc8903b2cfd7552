import type { Db } from "#db/client.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import type { DescriptionLocale } from "./describe.ts";
import type { ScheduleFilter } from "./filters.ts";
import { type ListedSchedule, presentListed } from "./listed.ts";
import { readNames } from "./names.ts";
import { cursorAfter, type OrderInput, orderOf } from "./order.ts";
import { readOne, readPage, type ScheduleRow } from "./read-page.ts";
import { readStandings } from "./standing.ts";

export type ListInput = ScheduleFilter & OrderInput & { limit: number; locale?: DescriptionLocale };
export type SchedulePage = { items: ListedSchedule[]; next_cursor: string | null };

/** A workspace's schedules, with how their connectors are doing: what runs next comes first unless told otherwise. */
export async function listSchedules(
  ctx: Context,
  { sort, order: direction, cursor, limit, locale, ...filter }: ListInput,
): Promise<SchedulePage> {
  assertAllowed(ctx, "schedules.read");
  const now = ctx.now();
  const order = orderOf({ sort, order: direction, cursor }, now);
  return withTransaction(ctx, async (trx) => {
    const { rows, next } = await readPage(ctx, trx, { filter, order, limit });
    return {
      items: await presentRows(ctx, trx, rows, { now, locale }),
      next_cursor: next && cursorAfter(order, next),
    };
  });
}

/** One schedule with its version, for its `ETag`. @throws AppError `not_found` */
export async function getSchedule(
  ctx: Context,
  { connectorId }: { connectorId: string },
): Promise<{ schedule: ListedSchedule; version: number }> {
  assertAllowed(ctx, "schedules.read");
  return withTransaction(ctx, async (trx) => {
    const row = await readOne(ctx, trx, connectorId);
    if (!row) throw notFound("connector", connectorId);
    const [schedule] = await presentRows(ctx, trx, [row], { now: ctx.now() });
    return { schedule: schedule as ListedSchedule, version: row.version };
  });
}

/** The rows of a page, with what is looked up for all of them at once. */
async function presentRows(
  ctx: Context,
  trx: Db,
  rows: ScheduleRow[],
  shown: { now: Date; locale?: DescriptionLocale },
): Promise<ListedSchedule[]> {
  const ids = rows.map((row) => row.connector_id);
  const standingOf = await readStandings(ctx, trx, ids);
  const names = await readNames(ctx, trx, {
    userIds: rows.flatMap((row) => [row.created_by, row.paused_by]),
    collectionIds: ids.flatMap((id) => standingOf(id).collectionIds),
  });
  return rows.map((row) => presentListed(row, { standing: standingOf(row.connector_id), names }, shown));
}
