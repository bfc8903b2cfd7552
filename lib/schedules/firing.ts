import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import type { Context } from "#lib/context.ts";
import { type CronGroup, firingIn } from "./forecast.ts";

/** Cron expressions with their zones, side by side. */
export type Expressions = { values: string[]; zones: string[] };

/** Which of a workspace's cron expressions fire in a stretch of time: what the heat map counted there. */
export async function findFiring(
  ctx: Context,
  trx: Db,
  { from, to }: { from: Date; to: Date },
): Promise<Expressions> {
  const firing = await firingIn(await readGroups(ctx, trx), { from, to });
  return { values: firing.map(({ value }) => value), zones: firing.map(({ timezone }) => timezone) };
}

/** The commonest first. @param limit leaves the rarest out */
export async function readGroups({ workspaceId }: Context, trx: Db, limit?: number): Promise<CronGroup[]> {
  const { rows } = await sql<CronGroup>`
    select s.value, s.timezone, count(*)::int as schedules
    from schedules s
    where s.workspace_id = ${workspaceId} and s.state = 'active' and s.type = 'cron'
    group by s.value, s.timezone
    order by count(*) desc
    limit ${limit ?? null}`.execute(trx);
  return rows;
}
