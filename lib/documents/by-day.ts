import { sql } from "kysely";
import { z } from "zod";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { quarterMs } from "#lib/schedules/local-quarters.ts";
import { instantOf, wallClock } from "#lib/schedules/local-time.ts";

const dayMs = 86_400_000;
/** Beyond so many runs that changed something the days before are left out: looking stays a fraction of a second. */
const mostRuns = 200_000;

const count = z.int().min(0);

export const documentDaysSchema = z.object({
  timezone: z.string(),
  total: count.meta({ description: "Documents now" }),
  days: z
    .array(
      z.object({
        day: z.iso.date(),
        documents: count.meta({ description: "At the end of the day" }),
        added: count,
        updated: count,
        deleted: count,
      }),
    )
    .meta({ description: "The latest last; counted back from today by what runs added and deleted" }),
});
export type DocumentDays = z.output<typeof documentDaysSchema>;

type Slot = { slot: number; added: number; updated: number; deleted: number; oldest: Date; runs: number };
type Day = Omit<DocumentDays["days"][number], "day" | "documents">;

/**
 * How many documents there were at the end of each of the last days, and what runs did on them. What somebody restored
 * counts from the first day on: the ledger doesn't keep when.
 */
export async function documentsByDay(
  ctx: Context,
  { days = 30, timezone = ctx.timeZone }: { days?: number; timezone?: string },
): Promise<DocumentDays> {
  assertAllowed(ctx, "documents.read");
  const today = Math.floor(wallClock(ctx.now().getTime(), timezone) / dayMs);
  const first = today - days + 1;
  const since = new Date(instantOf(first * dayMs, timezone).instantMs);
  const { total, slots } = await withTransaction(ctx, async (trx) => {
    const { rows } = await sql<Slot>`
      with recent as (
        select coalesce(finished_at, now()) as at, created_at, added, updated, deleted from runs
        where workspace_id = ${ctx.workspaceId} and created_at >= ${new Date(since.getTime() - 2 * dayMs)}
          and added + updated + deleted > 0
        order by created_at desc limit ${mostRuns}
      )
      select floor(date_part('epoch', at) / 900)::int as slot, sum(added)::int as added,
        sum(updated)::int as updated, sum(deleted)::int as deleted, min(created_at) as oldest, count(*)::int as runs
      from recent where at >= ${since}
      group by 1`.execute(trx);
    const counted = await trx
      .selectFrom("documents")
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .where("workspace_id", "=", ctx.workspaceId)
      .where("removed_at", "is", null)
      .executeTakeFirstOrThrow();
    return { total: Number(counted.total), slots: rows };
  });
  const changes = changesByDay(slots, timezone);
  return {
    timezone,
    total,
    days: countBack(changes, total, { first: firstWhole(slots, first, timezone), today }),
  };
}

/** By number of day, in the zone's calendar. */
function changesByDay(slots: Slot[], timezone: string): Map<number, Day> {
  const changes = new Map<number, Day>();
  for (const { slot, added, updated, deleted } of slots) {
    const day = Math.floor(wallClock(slot * quarterMs, timezone) / dayMs);
    const sum = changes.get(day) ?? { added: 0, updated: 0, deleted: 0 };
    changes.set(day, {
      added: sum.added + added,
      updated: sum.updated + updated,
      deleted: sum.deleted + deleted,
    });
  }
  return changes;
}

/** The first day of which all runs were read. */
function firstWhole(slots: Slot[], first: number, timezone: string): number {
  if (slots.reduce((sum, { runs }) => sum + runs, 0) < mostRuns) return first;
  const oldest = Math.min(...slots.map((slot) => slot.oldest.getTime()));
  return Math.max(first, Math.floor(wallClock(oldest, timezone) / dayMs) + 1);
}

function countBack(
  changes: Map<number, Day>,
  total: number,
  { first, today }: { first: number; today: number },
): DocumentDays["days"] {
  const days: DocumentDays["days"] = [];
  let documents = total;
  for (let day = today; day >= first; day -= 1) {
    const change = changes.get(day) ?? { added: 0, updated: 0, deleted: 0 };
    days.unshift({ day: new Date(day * dayMs).toISOString().slice(0, 10), documents, ...change });
    documents = Math.max(0, documents - change.added + change.deleted);
  }
  return days;
}
