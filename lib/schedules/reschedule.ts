import type { Db } from "#db/client.ts";
import { recordAudit } from "#lib/audit/record.ts";
import { assertAllowed, type Context, withTransaction } from "#lib/context.ts";
import { invalid } from "#lib/errors.ts";
import { assertFresh } from "#lib/http/etag.ts";
import { firstState } from "./first-state.ts";
import {
  changeSchedule,
  isInCollection,
  lockSchedule,
  type ScheduleChange,
  type ScheduleRecord,
} from "./internal.ts";
import { parseSchedule, type Schedule } from "./parse.ts";

export type Rescheduling = {
  connectorId: string;
  scheduler_type?: Schedule["type"];
  /** Kept when only the time zone changes; a new type needs a new value. */
  scheduler_value?: string;
  timezone?: string;
  missed?: "run_once" | "skip";
  /** The `If-Match` of the request. */
  ifMatch?: string | null;
};

/**
 * Changes when a connector runs; its job moves in the same transaction. A paused schedule stays paused.
 * @throws AppError `invalid` naming the wrong fields, `stale` when it changed since `ifMatch`
 */
export async function reschedule(ctx: Context, input: Rescheduling): Promise<ScheduleRecord> {
  assertAllowed(ctx, "schedules.write");
  return withTransaction(ctx, async (trx) => {
    const before = await lockSchedule(ctx, trx, input.connectorId);
    assertFresh(input.ifMatch ?? null, before.version);
    const change: ScheduleChange = { missed: input.missed ?? before.missed };
    if (input.scheduler_type ?? input.scheduler_value ?? input.timezone) {
      Object.assign(change, await begin(ctx, trx, before, parse(ctx, before, input)));
    }
    const after = await changeSchedule(ctx, trx, before, change);
    await recordAudit(ctx, trx, {
      action: "schedule.update",
      targetType: "connector",
      targetId: input.connectorId,
      details: { from: told(before), to: told(after) },
    });
    return after;
  });
}

function parse(ctx: Context, before: ScheduleRecord, input: Rescheduling): Schedule {
  const type = input.scheduler_type ?? before.type;
  const kept = type === before.type ? before.value : null;
  const parsed = parseSchedule({
    scheduler_type: type,
    scheduler_value: input.scheduler_value ?? kept,
    timezone: input.timezone ?? before.timezone,
    now: ctx.now(),
  });
  if (!parsed.ok) throw invalid(parsed.errors);
  return parsed.schedule;
}

async function begin(
  ctx: Context,
  trx: Db,
  before: ScheduleRecord,
  schedule: Schedule,
): Promise<ScheduleChange> {
  if (before.state === "paused") return { ...schedule, next_run_at: null };
  const { state, nextRunAt } = firstState(schedule, ctx.now());
  const isServed = schedule.type === "imed" && (await isInCollection(ctx, trx, before.connector_id));
  return { ...schedule, state: isServed ? "active" : state, next_run_at: nextRunAt };
}

function told({ type, value, timezone, missed }: ScheduleRecord) {
  return { type, value, timezone, missed };
}
