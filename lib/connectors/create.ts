import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Db } from "#db/client.ts";
import { isUniqueViolation } from "#db/errors.ts";
import { auditRow } from "#lib/audit/record.ts";
import { assertAllowed, type Context, userOf, withTransaction } from "#lib/context.ts";
import { env } from "#lib/env.ts";
import { AppError, type FieldError, invalid } from "#lib/errors.ts";
import { firstState } from "#lib/schedules/first-state.ts";
import { parseSchedule, type Schedule } from "#lib/schedules/parse.ts";
import { occurrenceInsert } from "#lib/schedules/plan.ts";
import { sealCredentials } from "#lib/secrets/seal.ts";
import { associateWithin } from "./associate.ts";
import { assertSlotsRefer, parseSlots } from "./parse-slots.ts";
import { presentConnector } from "./present.ts";
import {
  type ConnectorAnswer,
  type CreateConnectorInput,
  type SchedulerQuery,
  typeSchema,
} from "./schemas.ts";
import type { JsonObject } from "./source.ts";

/**
 * Creates a connector with its schedule, its first occurrence, its associations and the audit entry: one
 * transaction, so that all of it exists or none (DESIGN §4). Nothing is written before everything is valid.
 * @param input the request's body
 * @param scheduler the request's query
 * @throws AppError `invalid` with every wrong field, `not_found` for a collection, `conflict` when the id is taken
 */
export async function createConnector(
  ctx: Context,
  input: CreateConnectorInput,
  scheduler: SchedulerQuery,
): Promise<ConnectorAnswer> {
  assertAllowed(ctx, "connectors.write");
  const valid = validateCreation(ctx, scheduler, input);
  if ("errors" in valid) throw invalid(valid.errors);
  const { schedule, slots } = valid;
  const row = connectorRow(ctx, input, slots);
  const state = { ...schedule, missed: scheduler.missed ?? "run_once", ...firstState(schedule, ctx.now()) };
  try {
    return await withTransaction(ctx, async (trx, last) => {
      await assertSlotsRefer(trx, input.type, slots);
      await assertRoom(ctx, trx);
      const insert = insertStatement(ctx, row, state);
      const shown = { ...state, next_run_at: state.nextRunAt };
      if (input.collection_ids.length === 0) {
        await last(insert);
        return presentConnector(row, shown, []);
      }
      await insert.execute(trx);
      const ref = { connectorId: row.id, collectionIds: input.collection_ids };
      const { run, collectionIds } = await associateWithin(ctx, trx, ref);
      return presentConnector(row, run ? { ...shown, state: "active" } : shown, collectionIds);
    });
  } catch (error) {
    // Connector, schedule and job are keyed by the same id, and one statement writes them in no given order.
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", `A connector with the id “${row.id}” exists already. Choose another id.`, {
      errors: [{ path: "id", message: "Taken by another connector of this workspace." }],
    });
  }
}

type Validated = { schedule: Schedule; slots: JsonObject };

/**
 * Judges what a creation's schemas alone can't: the schedule needs the clock and the workspace's zone, the slots
 * their type. Takes a request as it came, so that its errors join the schemas' in one answer.
 */
export function validateCreation(
  ctx: Context,
  query: { [K in keyof SchedulerQuery]?: unknown },
  body: { type?: unknown; slots?: unknown },
): Validated | { errors: FieldError[] } {
  const parsed = parseSchedule({
    scheduler_type: text(query.scheduler_type),
    scheduler_value: text(query.scheduler_value),
    timezone: text(query.timezone) || ctx.timeZone,
    now: ctx.now(),
  });
  const type = typeSchema.safeParse(body.type);
  const slots = type.success ? parseSlots(type.data, body.slots) : { slots: {} };
  const errors = [...(parsed.ok ? [] : parsed.errors), ...("errors" in slots ? slots.errors : [])];
  if (errors.length > 0 || !parsed.ok || "errors" in slots) return { errors };
  return { schedule: parsed.schedule, slots: slots.slots };
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Creations at the same time may each see the last place free: the limit is about cost, not about safety. */
async function assertRoom(ctx: Context, trx: Db): Promise<void> {
  const { MAX_CONNECTORS: most } = env();
  if (most === 0) return;
  const { count } = await trx
    .selectFrom("connectors")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("workspace_id", "=", ctx.workspaceId)
    .executeTakeFirstOrThrow();
  if (count < most) return;
  throw new AppError(
    "conflict",
    `This workspace has its ${most} connectors. Delete one that isn't needed, or ask whoever runs this server for more (MAX_CONNECTORS).`,
  );
}

type NewConnector = ReturnType<typeof connectorRow>;

function connectorRow(ctx: Context, input: CreateConnectorInput, slots: JsonObject) {
  const now = ctx.now();
  const id = input.id ?? randomUUID();
  const hasCredentials = Object.keys(input.credentials).length > 0;
  return {
    workspace_id: ctx.workspaceId,
    id,
    name: input.name,
    type: input.type,
    slots,
    has_credentials: hasCredentials,
    credentials_sealed: hasCredentials
      ? sealCredentials(input.credentials as JsonObject, { workspaceId: ctx.workspaceId, connectorId: id })
      : null,
    created_by: userOf(ctx.actor),
    created_at: now,
    updated_at: now,
  };
}

type NewSchedule = Schedule & { missed: string; state: string; nextRunAt: Date | null };

/** Connector, schedule, audit entry and first occurrence: one statement, one round trip. */
function insertStatement(ctx: Context, row: NewConnector, schedule: NewSchedule) {
  const ref = { workspaceId: row.workspace_id, connectorId: row.id };
  const audit = auditRow(ctx, {
    action: "connector.create",
    targetType: "connector",
    targetId: row.id,
    details: {
      name: row.name,
      type: row.type,
      scheduler_type: schedule.type,
      scheduler_value: schedule.value,
    },
  });
  const occurrence = schedule.nextRunAt
    ? sql`, occurrence as (${occurrenceInsert(ref, schedule.nextRunAt)})`
    : sql``;
  return sql`
    with connector as (
      insert into connectors
        (workspace_id, id, name, type, slots, credentials_sealed, created_by, created_at, updated_at)
      values (${row.workspace_id}, ${row.id}, ${row.name}, ${row.type}, ${JSON.stringify(row.slots)},
        ${row.credentials_sealed}, ${row.created_by}, ${row.created_at}, ${row.updated_at})
    ), schedule as (
      insert into schedules
        (workspace_id, connector_id, type, value, timezone, missed, state, next_run_at, updated_at)
      values (${row.workspace_id}, ${row.id}, ${schedule.type}, ${schedule.value}, ${schedule.timezone},
        ${schedule.missed}, ${schedule.state}, ${schedule.nextRunAt}, ${row.updated_at})
    )${occurrence}
    insert into audit_log (workspace_id, id, actor_type, actor_id, action, target_type, target_id, details, request_id)
    values (${audit.workspace_id}, ${audit.id}, ${audit.actor_type}, ${audit.actor_id}, ${audit.action},
      ${audit.target_type}, ${audit.target_id}, ${audit.details}, ${audit.request_id})`;
}
