import { z } from "zod";
import { type Column, columns } from "#components/schedules/columns.ts";
import { zoneModes } from "#components/schedules/zone-mode.ts";
import { checkPlanned, listQuery, scheduleFilters } from "#lib/schedules/schemas.ts";

const isColumn = (name: string): name is Column => (columns as readonly string[]).includes(name);

/** What a board's address says: the door's filters and order, and how the board shows what it lists. */
export const boardQuery = z
  .object({
    ...scheduleFilters,
    sort: listQuery.shape.sort.unwrap().optional(),
    order: listQuery.shape.order.unwrap().optional(),
    cursor: listQuery.shape.cursor,
    zone: z.enum(zoneModes).default("mine"),
    columns: z
      .string()
      .max(200)
      .transform((text) => text.split(",").filter(isColumn))
      .optional(),
  })
  .superRefine(checkPlanned);

export type BoardQuery = z.output<typeof boardQuery>;

/** The filters of an address, as they are written in one. */
export function filtersOf(query: BoardQuery): Record<string, string | undefined> {
  const text = (value: string | Date | undefined) => (value instanceof Date ? value.toISOString() : value);
  const names = Object.keys(scheduleFilters) as (keyof typeof scheduleFilters)[];
  return Object.fromEntries(names.flatMap((name) => (query[name] ? [[name, text(query[name])]] : [])));
}
