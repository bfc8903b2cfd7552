import type { Permission } from "#lib/auth/permissions.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { AppError, invalid } from "#lib/errors.ts";
import { log } from "#lib/log.ts";
import { changes } from "./bulk-changes.ts";
import {
  type BulkAction,
  type BulkAnswer,
  type BulkInput,
  type BulkItem,
  mostAtOnce,
} from "./bulk-schemas.ts";
import { lockSchedule, type ScheduleRecord } from "./internal.ts";
import { cursorAfter, orderOf } from "./order.ts";
import { parseSchedule } from "./parse.ts";
import { presentTiming } from "./present.ts";
import { readPage } from "./read-page.ts";
import { isTimeZone } from "./zone.ts";

const permissionOf: Record<BulkAction, Permission> = {
  pause: "schedules.write",
  resume: "schedules.write",
  reschedule: "schedules.write",
  run_now: "runs.write",
  delete: "connectors.write",
};

type Target = { connectorId: string; name: string | null; documents: number | null };

/**
 * Does one thing to many connectors, each in a transaction of its own through the verb that does it to one: what is
 * refused for one doesn't stop the others. A dry run does the same and takes it back, so its answer is what happens.
 * @throws AppError `forbidden`; `invalid` when what is asked is wrong for every connector
 */
export async function changeSchedules(ctx: Context, input: BulkInput): Promise<BulkAnswer> {
  assertAllowed(ctx, permissionOf[input.action]);
  assertSound(ctx, input);
  const { targets, nextCursor } = await withTransaction(ctx, (trx) => readTargets({ ...ctx, trx }, input));
  const items: BulkItem[] = [];
  for (const target of targets) items.push(await changeOne(ctx, input, target));
  const count = (outcome: BulkItem["outcome"]) => items.filter((item) => item.outcome === outcome).length;
  return {
    dry_run: input.dry_run,
    changed: count("changed"),
    unchanged: count("unchanged"),
    refused: count("refused"),
    items,
    next_cursor: nextCursor,
  };
}

/** A value that fits no connector is the request's fault; one that doesn't fit some is told beside those. */
function assertSound(ctx: Context, { scheduler_type, scheduler_value, timezone }: BulkInput): void {
  if (scheduler_type !== undefined) {
    const parsed = parseSchedule({
      scheduler_type,
      scheduler_value,
      timezone: timezone ?? ctx.timeZone,
      now: ctx.now(),
    });
    // Without a value, those that are of this type already keep theirs.
    const errors = parsed.ok
      ? []
      : parsed.errors.filter(({ path }) => path !== "scheduler_value" || scheduler_value);
    if (errors.length > 0) throw invalid(errors);
  } else if (timezone !== undefined && !isTimeZone(timezone)) {
    const message = `“${timezone}” is not a known time zone. Use an IANA name such as America/Sao_Paulo or Etc/UTC.`;
    throw invalid([{ path: "timezone", message }]);
  }
}

async function readTargets(
  ctx: Context & { trx: NonNullable<Context["trx"]> },
  { action, connector_ids, schedules, filter = {}, cursor }: BulkInput,
): Promise<{ targets: Target[]; nextCursor: string | null }> {
  const named = connector_ids ?? schedules?.map((schedule) => schedule.connector_id);
  const ids = named && [...new Set(named)];
  const order = orderOf({ sort: "id", cursor }, ctx.now());
  const page = ids ? undefined : await readPage(ctx, ctx.trx, { filter, order, limit: mostAtOnce });
  const connectorIds = ids ?? page?.rows.map((row) => row.connector_id) ?? [];
  const known = await readKnown(ctx, connectorIds, action === "delete");
  return {
    targets: connectorIds.map((connectorId) => ({
      connectorId,
      name: known.get(connectorId)?.name ?? null,
      documents: known.get(connectorId)?.documents ?? null,
    })),
    nextCursor: page?.next ? cursorAfter(order, page.next) : null,
  };
}

async function readKnown(
  { trx, workspaceId }: Context & { trx: NonNullable<Context["trx"]> },
  connectorIds: string[],
  withDocuments: boolean,
) {
  const rows = await trx
    .selectFrom("connectors as c")
    .select(["c.id", "c.name"])
    .$if(withDocuments, (query) =>
      query.select((eb) =>
        eb
          .selectFrom("documents as d")
          .select((inner) => inner.fn.countAll<number>().as("count"))
          .whereRef("d.workspace_id", "=", "c.workspace_id")
          .whereRef("d.connector_id", "=", "c.id")
          .where("d.removed_at", "is", null)
          .as("documents"),
      ),
    )
    .where("c.workspace_id", "=", workspaceId)
    .where("c.id", "in", connectorIds.length > 0 ? connectorIds : [""])
    .execute();
  return new Map(rows.map((row) => [row.id, { name: row.name, documents: row.documents ?? null }]));
}

/** Ends a dry run's transaction, which takes back what it did. */
class Preview extends Error {
  readonly item: BulkItem;
  constructor(item: BulkItem) {
    super("A dry run is taken back.");
    this.item = item;
  }
}

async function changeOne(ctx: Context, input: BulkInput, target: Target): Promise<BulkItem> {
  const { connectorId, name: connector_name } = target;
  let before: ScheduleRecord | undefined;
  try {
    return await withTransaction(ctx, async (trx) => {
      before = await lockSchedule(ctx, trx, connectorId);
      const change = await changes[input.action]({ ...ctx, trx }, before, input);
      const item: BulkItem = {
        connector_id: connectorId,
        connector_name,
        outcome: change.unchanged === undefined ? "changed" : "unchanged",
        reason: change.unchanged ?? null,
        before: presentTiming(before),
        after: change.after && presentTiming(change.after),
        run_id: input.dry_run ? null : (change.runId ?? null),
        documents: input.action === "delete" ? target.documents : null,
      };
      if (input.dry_run) throw new Preview(item);
      return item;
    });
  } catch (error) {
    if (error instanceof Preview) return error.item;
    return {
      connector_id: connectorId,
      connector_name,
      outcome: "refused",
      reason: reasonOf(error, ctx),
      before: before ? presentTiming(before) : null,
      after: null,
      run_id: null,
      documents: null,
    };
  }
}

function reasonOf(error: unknown, { requestId }: Context): string {
  if (error instanceof AppError) {
    return error.errors.length > 0 ? error.errors.map(({ message }) => message).join(" ") : error.message;
  }
  log.error({ err: error, requestId }, "one of a bulk change failed");
  return "A fault of ours stopped this one: nothing of it changed. Try it again.";
}
