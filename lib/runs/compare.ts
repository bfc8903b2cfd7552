import { sql } from "kysely";
import { z } from "zod";
import type { Db } from "#db/client.ts";
import { oneByOne } from "#db/one-by-one.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { presentRun, readRun, selectRuns } from "./read-runs.ts";
import { type PresentedRun, runItemSchema, runSchema } from "./schemas.ts";

/** So many items of a kind are told; all are counted. */
const toldAtMost = 50;

const itemSchema = runItemSchema.pick({ key: true, title: true, link: true, reason: true });
const groupSchema = z.object({ count: z.int().min(0), items: z.array(itemSchema).max(toldAtMost) });

export const comparisonSchema = z.object({
  previous: runSchema.nullable().meta({
    description: "The whole run before it that was read to its end; of a retry, the run that it repeats",
  }),
  new_failures: groupSchema.meta({ description: "Failed now, and not before" }),
  still_failing: groupSchema.meta({ description: "Failed both times" }),
  fixed: groupSchema.meta({ description: "Failed before, with the reason of then, and not any more" }),
});
export type Comparison = z.output<typeof comparisonSchema>;

type Kind = "new_failures" | "still_failing" | "fixed";
type Row = z.output<typeof itemSchema> & { kind: Kind; count: number };

const nothing = { count: 0, items: [] };

/**
 * What a run did differently from the one before it: what fails since, what still does, what doesn't any more. An
 * item counts as fixed when this run met it without failing; it did so too, and found it as it was, when it listed its
 * source to the end, visited all known pages of a site, or was asked for this item.
 * @throws AppError `not_found`
 */
export function compareRun(ctx: Context, { runId }: { runId: string }): Promise<Comparison> {
  assertAllowed(ctx, "runs.read");
  return withTransaction(ctx, async (trx) => {
    const run = await readRun(ctx, trx, runId);
    const previous = await readPrevious(ctx, trx, run);
    const rows = previous ? await readDifference(ctx, trx, { run, previous }) : [];
    const group = (kind: Kind) => {
      const items = rows.filter((row) => row.kind === kind);
      return items[0] ? { count: items[0].count, items: items.map((row) => itemSchema.parse(row)) } : nothing;
    };
    return {
      previous,
      new_failures: group("new_failures"),
      still_failing: group("still_failing"),
      fixed: group("fixed"),
    };
  });
}

async function readPrevious(ctx: Context, trx: Db, run: PresentedRun): Promise<PresentedRun | null> {
  let query = selectRuns(ctx, trx).where("r.connector_id", "=", run.connector_id);
  if (run.retry_of) query = query.where("r.id", "=", run.retry_of);
  else {
    query = query
      .where("r.only_keys", "is", null)
      .where("r.state", "in", ["succeeded", "partial"])
      .where(
        sql<boolean>`(r.created_at, r.id) < (select b.created_at, b.id from runs b
          where b.workspace_id = ${ctx.workspaceId} and b.id = ${run.id})`,
      )
      .orderBy("r.created_at", "desc")
      .orderBy("r.id", "desc");
  }
  const row = await query.limit(1).executeTakeFirst();
  return row ? presentRun(row) : null;
}

async function readDifference(
  ctx: Context,
  trx: Db,
  { run, previous }: { run: PresentedRun; previous: PresentedRun },
): Promise<Row[]> {
  const failedOf = (id: string) => sql`
    select * from run_items i
    where i.workspace_id = ${ctx.workspaceId} and i.run_id = ${id} and i.outcome = 'failed'`;
  const sameIn = (id: string) => sql`
    left join lateral (
      select o.outcome from run_items o
      where o.workspace_id = ${ctx.workspaceId} and o.run_id = ${id} and o.key_hash = i.key_hash
      ${oneByOne}
    ) o on true`;
  const { rows } = await sql<Row>`
    with compared as (
      select i.key_hash, i.key, i.title, i.link, i.reason,
        case when o.outcome = 'failed' then 'still_failing' else 'new_failures' end as kind
      from (${failedOf(run.id)}) i ${sameIn(previous.id)}
      union all
      select i.key_hash, i.key, i.title, i.link, i.reason, 'fixed'
      from (${failedOf(previous.id)}) i ${sameIn(run.id)}
      where o.outcome <> 'failed' or o.outcome is null and exists (
        select from runs r
        where r.workspace_id = ${ctx.workspaceId} and r.id = ${run.id} and r.state in ('succeeded', 'partial')
          and case when r.only_keys is not null then i.key = any(r.only_keys)
            else r.listing_complete or exists (
              select from crawl_pages p where p.workspace_id = r.workspace_id and p.connector_id = r.connector_id
                and p.url_hash = i.key_hash) end
      )
    ), numbered as (
      select *, row_number() over (partition by kind order by key_hash) as place,
        (count(*) over (partition by kind))::int as count
      from compared
    )
    select kind, count, key, title, link, reason from numbered where place <= ${toldAtMost}
    order by kind, place`.execute(trx);
  return rows;
}
