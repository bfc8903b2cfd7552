import { z } from "zod";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { fromSchedules, lateBefore } from "./filters.ts";
import { nextInstants, scheduleOf } from "./next.ts";

const spanMs = 86_400_000;
/** One every five minutes; of what runs more often the beginning tells enough. */
const mostInstants = 288;
const countedAtMost = 1000;

export const upcomingSchema = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  total: z
    .int()
    .min(0)
    .meta({ description: `Connectors that run in this time, ${countedAtMost} at most` }),
  connectors: z
    .array(
      z.object({
        connector_id: z.string(),
        connector_name: z.string(),
        connector_type: z.string(),
        instants: z.array(z.iso.datetime()).meta({ description: `In order, ${mostInstants} at most` }),
        more: z.boolean().meta({ description: "It runs more often than its instants tell" }),
      }),
    )
    .meta({ description: "Those that run next, the first one first" }),
});
export type Upcoming = z.output<typeof upcomingSchema>;

/** What runs in the next 24 hours: the connectors that come first, each with its planned instants. */
export async function listUpcoming(ctx: Context, { limit = 8 }: { limit?: number }): Promise<Upcoming> {
  assertAllowed(ctx, "schedules.read");
  const now = ctx.now();
  const to = new Date(now.getTime() + spanMs);
  const { rows, total } = await withTransaction(ctx, async (trx) => {
    const planned = fromSchedules(ctx, trx)
      .where("s.state", "=", "active")
      .where("s.next_run_at", ">=", lateBefore(now))
      .where("s.next_run_at", "<", to);
    const counted = await trx
      .selectFrom(planned.select("s.connector_id").limit(countedAtMost).as("p"))
      .select((eb) => eb.fn.countAll<number>().as("total"))
      .executeTakeFirstOrThrow();
    const found = await planned
      .select(["s.connector_id", "c.name", "c.type as connector_type", "s.next_run_at"])
      .select(["s.type", "s.value", "s.timezone"])
      .orderBy("s.next_run_at")
      .orderBy("s.connector_id")
      .limit(limit)
      .execute();
    return { rows: found, total: Number(counted.total) };
  });
  const connectors = rows.map((row) => {
    const first = row.next_run_at ?? now;
    const later = nextInstants(scheduleOf(row), first, mostInstants).filter((at) => at < to);
    const instants = [first, ...later].map((at) => at.toISOString());
    return {
      connector_id: row.connector_id,
      connector_name: row.name,
      connector_type: row.connector_type,
      instants: instants.slice(0, mostInstants),
      more: instants.length > mostInstants,
    };
  });
  return { from: now.toISOString(), to: to.toISOString(), total, connectors };
}
