import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import {
  filterSchedules,
  isResting,
  prepareFilter,
  type ReadyFilter,
  type ScheduleFilter,
} from "./filters.ts";
import { isAfter, type Order, type Part, type Position } from "./order.ts";

/** One page of schedules in an order, and the position behind it when more follow. */
export async function readPage(
  ctx: Context,
  trx: Db,
  { filter, order, limit }: { filter: ScheduleFilter; order: Order; limit: number },
) {
  const wanted = limit + 1;
  await planForFilter(trx);
  const found = await prepareFilter(ctx, trx, filter);
  const rows: PageRow[] = [];
  for (let part = order.after?.part ?? 0; part < order.parts.length && rows.length < wanted; part += 1) {
    if (order.parts[part]?.isActive && isResting(filter)) continue;
    const query = partQuery(ctx, trx, found, order, part);
    const read = await query.limit(wanted - rows.length).execute();
    rows.push(...read.map((row) => ({ ...row, part })));
  }
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next: Position | null =
    rows.length > limit && last ? { part: last.part, key: last.key, id: last.connector_id } : null;
  return { rows: page, next };
}

/**
 * The best way to filter depends on what is asked for: a plan that serves any value walks all schedules to find the few
 * that are late. Nor is compiling worth its time here.
 */
async function planForFilter(trx: Db): Promise<void> {
  await sql`
    select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('jit', 'off', true)`.execute(
    trx,
  );
}

/** A schedule by its connector's id. */
export async function readOne(ctx: Context, trx: Db, connectorId: string) {
  const query = filterSchedules(ctx, trx, {}, ctx.now()).where("s.connector_id", "=", connectorId);
  return query.select(columns).executeTakeFirst();
}

export type ScheduleRow = NonNullable<Awaited<ReturnType<typeof readOne>>>;
type PageRow = ScheduleRow & { key: string; part: number };

const columns = [
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
  "c.health",
  "c.failures",
  "c.last_success_at",
  "c.created_by",
] as const;

function partQuery(ctx: Context, trx: Db, filter: ReadyFilter, order: Order, index: number) {
  const part = order.parts[index] as Part;
  const { where, after } = { where: part.where, after: order.after };
  let query = filterSchedules(ctx, trx, filter, order.judgedAt);
  if (where) query = query.where(where);
  if (after?.part === index) query = query.where(isAfter(part, after));
  const direction = sql.raw(part.direction);
  return query
    .select(columns)
    .select(part.text.as("key"))
    .$if(part.key !== undefined, (keyed) => keyed.orderBy(sql`${part.key} ${direction}`))
    .orderBy(sql`${part.id} ${direction}`);
}
