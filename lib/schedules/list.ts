import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { notFound } from "#lib/errors.ts";
import type { DescriptionLocale } from "./describe.ts";
import type { ScheduleFilter } from "./filters.ts";
import { type ListedSchedule, presentListed } from "./listed.ts";
import { cursorAfter, type OrderInput, orderOf } from "./order.ts";
import { readOne, readPage } from "./read-page.ts";
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
    const standingOf = await readStandings(
      ctx,
      trx,
      rows.map((row) => row.connector_id),
    );
    return {
      items: rows.map((row) => presentListed(row, standingOf(row.connector_id), { now, locale })),
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
    const standingOf = await readStandings(ctx, trx, [connectorId]);
    const schedule = presentListed(row, standingOf(connectorId), { now: ctx.now() });
    return { schedule, version: row.version };
  });
}
