import { type RawBuilder, sql } from "kysely";
import type { Db } from "#db/client.ts";
import { contains } from "#db/contains.ts";
import type { Context } from "#lib/context.ts";
import { graceMs } from "./decide.ts";
import { type Expressions, findFiring } from "./firing.ts";

export const scheduleStates = ["active", "waiting_for_collection", "paused", "done"] as const;

/** What a schedule's rows and runs say about it, beside its state: any number of them at once. */
export const scheduleConditions = ["running", "late", "failing", "needs_credentials"] as const;

/** What the counters above the list count; each is a filter of the list, in the same words. */
export const scheduleCounters = [
  "needs_attention",
  "running",
  "due_within_hour",
  "paused_or_waiting",
] as const;

export type StateFilter =
  | (typeof scheduleStates)[number]
  | (typeof scheduleConditions)[number]
  | (typeof scheduleCounters)[number];

export type ScheduleFilter = {
  q?: string;
  connector_ids?: string[];
  connector_type?: string;
  type?: string;
  state?: StateFilter;
  collection_id?: string;
  created_by?: string;
  next_run_from?: Date;
  next_run_to?: Date;
  planned_from?: Date;
  planned_to?: Date;
};

/** A filter with what had to be looked up for it. */
export type ReadyFilter = ScheduleFilter & { firing?: Expressions };

/** What was planned for before this, and not dispatched, is late. */
export const lateBefore = (now: Date): Date => new Date(now.getTime() - graceMs);

/** Schedules with their connectors, as `s` and `c`. */
export function fromSchedules(ctx: Context, trx: Db) {
  return trx
    .selectFrom("schedules as s")
    .innerJoin("connectors as c", (join) =>
      join.onRef("c.workspace_id", "=", "s.workspace_id").onRef("c.id", "=", "s.connector_id"),
    )
    .where("s.workspace_id", "=", ctx.workspaceId);
}

/** Whether a filter lets no active schedule through. */
export function isResting({ state }: ScheduleFilter): boolean {
  const resting: (StateFilter | undefined)[] = [
    "waiting_for_collection",
    "paused",
    "done",
    "paused_or_waiting",
  ];
  return resting.includes(state);
}

/** So many found connectors are handed to the query as they are; of more, an ordered walk soon meets enough. */
const fewAtMost = 2000;

/**
 * Looks for a name once: no index can, below row security, and each part of an order would look through all of them
 * again. Few are remembered by their ids.
 */
async function findNames<F extends ScheduleFilter>(ctx: Context, trx: Db, filter: F): Promise<F> {
  const { q, ...others } = filter;
  if (!q || others.connector_ids) return filter;
  const rows = await trx
    .selectFrom("connectors as c")
    .select("c.id")
    .where("c.workspace_id", "=", ctx.workspaceId)
    .where((eb) => eb.or([contains("c.name", q), contains("c.id", q)]))
    .limit(fewAtMost + 1)
    .execute();
  if (rows.length > fewAtMost) return filter;
  return { ...filter, q: undefined, connector_ids: rows.map((row) => row.id) };
}

/** What a filter's query needs beside what was asked for. */
export async function prepareFilter(ctx: Context, trx: Db, filter: ScheduleFilter): Promise<ReadyFilter> {
  const found = await findNames(ctx, trx, filter);
  const { planned_from: from, planned_to: to } = filter;
  return from && to ? { ...found, firing: await findFiring(ctx, trx, { from, to }) } : found;
}

/** The schedules that a filter lets through; what is late or due is judged by `now`. */
export function filterSchedules(ctx: Context, trx: Db, filter: ReadyFilter, now: Date) {
  const { q, collection_id: collectionId, next_run_from: from, next_run_to: to } = filter;
  let query = fromSchedules(ctx, trx);
  if (q) query = query.where((eb) => eb.or([contains("c.name", q), contains("c.id", q)]));
  if (filter.connector_ids !== undefined) {
    query = query.where(sql<boolean>`s.connector_id = any(${filter.connector_ids}::text[])`);
  }
  if (filter.connector_type !== undefined) query = query.where("c.type", "=", filter.connector_type);
  if (filter.type !== undefined) query = query.where("s.type", "=", filter.type);
  if (filter.state !== undefined) query = query.where(inState(ctx, filter.state, now));
  if (filter.created_by !== undefined) query = query.where("c.created_by", "=", filter.created_by);
  if (from !== undefined) query = query.where("s.next_run_at", ">=", from);
  if (to !== undefined) query = query.where("s.next_run_at", "<", to);
  if (filter.firing) query = query.where(isPlanned(filter, filter.firing));
  if (collectionId === undefined) return query;
  return query.where(({ exists, selectFrom }) =>
    exists(
      selectFrom("connector_collections as cc")
        .select("cc.connector_id")
        .where("cc.workspace_id", "=", ctx.workspaceId)
        .whereRef("cc.connector_id", "=", "s.connector_id")
        .where("cc.collection_id", "=", collectionId),
    ),
  );
}

/** A schedule's next instant is never behind any other that it still has. */
function isPlanned(
  { planned_from: from, planned_to: to }: ScheduleFilter,
  firing: Expressions,
): RawBuilder<boolean> {
  const { values, zones } = firing;
  return sql`(s.state = 'active' and s.next_run_at < ${to} and case s.type
    when 'when' then s.next_run_at >= ${from}
    else (s.value, s.timezone) in (select * from unnest(${values}::text[], ${zones}::text[])) end)`;
}

/** Whether a schedule is in a state: what the list filters by is what the counters count. */
export function inState({ workspaceId }: Context, state: StateFilter, now: Date): RawBuilder<boolean> {
  switch (state) {
    case "running":
      return sql`s.connector_id in (
        select r.connector_id from runs r
        where r.workspace_id = ${workspaceId} and r.state in ('queued', 'running', 'interrupted'))`;
    case "late":
      return isLate(lateBefore(now));
    case "failing":
      return sql`c.failures > 0`;
    case "needs_credentials":
      return sql`c.health = 'needs_credentials'`;
    case "needs_attention":
      return sql`s.connector_id in (
        select t.id from connectors t
        where t.workspace_id = ${workspaceId} and (t.failures > 0 or t.health <> 'ok')
        union all
        select l.connector_id from schedules l
        where l.workspace_id = ${workspaceId} and l.next_run_at < ${lateBefore(now)}) and s.state <> 'paused'`;
    case "due_within_hour":
      return sql`(s.state = 'active' and s.next_run_at <= ${new Date(now.getTime() + 3_600_000)})`;
    case "paused_or_waiting":
      return sql`s.state in ('paused', 'waiting_for_collection')`;
    default:
      return sql`s.state = ${state}`;
  }
}

/** Planned for before `before`, and not dispatched: only an active schedule has a next instant. */
export function isLate(before: Date): RawBuilder<boolean> {
  return sql`(s.state = 'active' and s.next_run_at is not null and s.next_run_at < ${before})`;
}
