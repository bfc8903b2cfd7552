import { type RawBuilder, sql } from "kysely";
import { connectorIdSchema } from "#lib/connectors/names.ts";
import { type AppError, invalid } from "#lib/errors.ts";
import { decodeCursor, encodeCursor } from "#lib/http/cursor.ts";
import { exactInstant, isInstant } from "#lib/http/time-cursor.ts";
import { isLate, lateBefore } from "./filters.ts";

export const scheduleSorts = ["next_run", "name", "last_success", "lateness", "created"] as const;
export type ScheduleSort = (typeof scheduleSorts)[number];
export type Direction = "asc" | "desc";

/**
 * A stretch of an order that an index can serve: rows with a key, by key and id, or rows without one, by id. An order
 * is a few of them, read one after the other: a page deep down costs what the first one costs.
 */
export type Part = {
  where?: RawBuilder<boolean>;
  /** Absent: these rows differ by their id alone. */
  key?: RawBuilder<unknown>;
  /** The key as a cursor carries it. */
  text: RawBuilder<string>;
  cast: "timestamptz" | "text";
  id: RawBuilder<string>;
  direction: Direction;
  /** Holds active schedules only. */
  isActive?: true;
};

/** Where a page begins: behind this row of this part. */
export type Position = { part: number; key: string; id: string };

/** How a list goes on: its parts, by which instant it judges what is late, and where to begin. */
export type Order = { name: string; parts: Part[]; judgedAt: Date; after: Position | undefined };

export type OrderInput = { sort?: ScheduleSort | "id"; order?: Direction; cursor?: string };

/**
 * The order that a request asks for. A cursor keeps the instant by which the first page judged what is late, so that
 * no row changes its place between pages because time passed.
 * @throws AppError `invalid` when the cursor isn't one of this order
 */
export function orderOf({ sort = "next_run", order = "asc", cursor }: OrderInput, now: Date): Order {
  const name = `${sort} ${order}`;
  if (cursor === undefined)
    return { name, parts: partsOf(sort, order, now), judgedAt: now, after: undefined };
  const [of, index = "", key = "", id = "", at = ""] = decodeCursor(cursor, 5);
  if (of !== name || !isInstant(at)) throw foreignCursor();
  const judgedAt = new Date(at);
  const parts = partsOf(sort, order, judgedAt);
  const part = /^\d$/.test(index) ? parts[Number(index)] : undefined;
  if (!part || !isKey(part, key) || !connectorIdSchema.safeParse(id).success) throw foreignCursor();
  return { name, parts, judgedAt, after: { part: Number(index), key, id } };
}

export function cursorAfter({ name, judgedAt }: Order, { part, key, id }: Position): string {
  return encodeCursor([name, part, key, id, judgedAt.toISOString().replace("Z", "000Z")]);
}

/** Whether a row comes after `position` in its part. */
export function isAfter({ key, cast, id, direction }: Part, position: Position): RawBuilder<boolean> {
  const than = sql.raw(direction === "asc" ? ">" : "<");
  if (!key) return sql`${id} ${than} ${position.id}`;
  return sql`(${key}, ${id}) ${than} (${position.key}::${sql.raw(cast)}, ${position.id}::text)`;
}

const ofSchedule = sql<string>`s.connector_id`;
const ofConnector = sql<string>`c.id`;
const noKey = { text: sql<string>`''`, cast: "text" } as const;

function partsOf(sort: ScheduleSort | "id", direction: Direction, now: Date): Part[] {
  switch (sort) {
    case "next_run":
      return byNextRun(direction);
    case "last_success":
      return byLastSuccess(direction);
    case "name":
      return [{ key: lowerName, text: lowerName, cast: "text", id: ofConnector, direction }];
    case "created":
      return [{ ...instantKey("c.created_at"), id: ofConnector, direction }];
    case "lateness":
      return byLateness(direction, isLate(lateBefore(now)));
    case "id":
      return [{ ...noKey, id: ofSchedule, direction }];
  }
}

const lowerName = sql<string>`lower(c.name)`;

/** What isn't planned comes last, whatever the direction. */
function byNextRun(direction: Direction): Part[] {
  const planned = sql<boolean>`s.state = 'active' and s.next_run_at is not null`;
  const unplanned = sql<boolean>`(s.state <> 'active' or s.next_run_at is null)`;
  return [
    { where: planned, isActive: true, ...instantKey("s.next_run_at"), id: ofSchedule, direction },
    { where: unplanned, ...noKey, id: ofSchedule, direction },
  ];
}

/** What never succeeded comes last, whatever the direction. */
function byLastSuccess(direction: Direction): Part[] {
  const succeeded = sql<boolean>`c.last_success_at is not null`;
  const never = sql<boolean>`c.last_success_at is null`;
  return [
    { where: succeeded, ...instantKey("c.last_success_at"), id: ofConnector, direction },
    { where: never, ...noKey, id: ofConnector, direction },
  ];
}

/** The latest is the one planned longest ago; what isn't late is all the same. */
function byLateness(direction: Direction, late: RawBuilder<boolean>): Part[] {
  const reverse = direction === "desc" ? "asc" : "desc";
  const isInTime = sql<boolean>`not coalesce(${late}, false)`;
  const parts: Part[] = [
    { where: late, isActive: true, ...instantKey("s.next_run_at"), id: ofSchedule, direction: reverse },
    { where: isInTime, ...noKey, id: ofSchedule, direction: reverse },
  ];
  return direction === "desc" ? parts : parts.toReversed();
}

function instantKey(column: string) {
  return { key: sql.ref(column), text: exactInstant(column), cast: "timestamptz" } as const;
}

function isKey(part: Part, key: string): boolean {
  if (!part.key) return key === "";
  if (part.cast === "timestamptz") return isInstant(key);
  return key.length <= 400 && !key.includes("\u0000") && key.isWellFormed();
}

function foreignCursor(): AppError {
  return invalid([
    { path: "cursor", message: "Not a cursor of this list. Take next_cursor from the page before." },
  ]);
}
