import { type SqlBool, sql } from "kysely";
import type { Db } from "#db/client.ts";
import { isLockConflict } from "#db/errors.ts";
import { patiently } from "#db/patience.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError, invalid } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { queues } from "#lib/worker/queues.ts";
import { unknownWorkspace } from "./unknown.ts";

const attempts = 10;
const patience = "500ms";

/**
 * Deletes the workspace with everything in it, its jobs too, in one transaction; the bytes of its documents are swept
 * later. Its audit log goes with it, so the process's log keeps who did it.
 * @throws AppError `invalid` when `confirm` isn't its name; `conflict` when too much is going on in it
 */
export async function deleteWorkspace(ctx: Context, { confirm }: { confirm: string }): Promise<void> {
  assertAllowed(ctx, "workspace.delete");
  for (let attempt = 1; !(await patiently(() => hasDeleted(ctx, confirm))); attempt += 1) {
    if (attempt === attempts) throw busy();
  }
  const { workspaceId, actor, requestId } = ctx;
  log.info({ workspaceId, actor, requestId }, "workspace deleted");
}

/** False when somebody stood in the way: nothing was changed. */
async function hasDeleted(ctx: Context, confirm: string): Promise<boolean> {
  try {
    await withTransaction(ctx, async (trx) => {
      await assertConfirmed(ctx, trx, confirm);
      await lockInOrder(ctx, trx);
      // Whoever holds something now began meanwhile, and may wait for us: give way before a deadlock ends them.
      await sql`select set_config('lock_timeout', ${patience}, true)`.execute(trx);
      await trx.deleteFrom("workspaces").where("id", "=", ctx.workspaceId).execute();
      await deleteJobs(ctx, trx);
    });
    return true;
  } catch (error) {
    if (!isLockConflict(error) || ctx.trx) throw error;
    return false;
  }
}

function busy(): AppError {
  return new AppError(
    "conflict",
    "Too much is going on in this workspace to delete it now; nothing was changed. Pause its schedules, and try again.",
  );
}

async function assertConfirmed(ctx: Context, trx: Db, confirm: string): Promise<void> {
  const workspace = await trx
    .selectFrom("workspaces")
    .select("name")
    .where("id", "=", ctx.workspaceId)
    .executeTakeFirstOrThrow(() => unknownWorkspace(ctx.workspaceId));
  if (workspace.name === confirm) return;
  const message = `Repeat the name, “${workspace.name}”, to delete the workspace with everything in it.`;
  throw invalid([{ path: "confirm", message }], message);
}

/**
 * Everybody's order: schedules, jobs, connectors, runs. Whoever dispatches or executes ends before or finds nothing;
 * a batch under way still refers to its connector, so that one is locked no harder than needed.
 */
async function lockInOrder(ctx: Context, trx: Db): Promise<void> {
  const isOurs = sql<SqlBool>`workspace_id = ${ctx.workspaceId}`;
  await sql`select from schedules where ${isOurs} order by connector_id for update`.execute(trx);
  await deleteJobs(ctx, trx);
  await sql`select from connectors where ${isOurs} order by id for no key update`.execute(trx);
  await sql`
    select from runs where ${isOurs} and state in ('queued', 'running', 'interrupted')
    order by connector_id for update`.execute(trx);
}

async function deleteJobs(ctx: Context, trx: Db): Promise<void> {
  await sql`
    delete from pgboss.job
    where name in (${sql.lit(queues.occurrence)}, ${sql.lit(queues.run)})
      and data->>'workspace_id' = ${ctx.workspaceId}`.execute(trx);
}
