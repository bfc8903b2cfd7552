import type { Column } from "#components/schedules/columns.ts";

/** Phones show what matters within the connector's cell. */
const onPhones: readonly Column[] = ["connector", "next_run"];

/** The screens that have room for a column. */
export function cellRoom(column: Column, wideColumns: readonly Column[]): string {
  if (wideColumns.includes(column)) return "max-2xl:hidden";
  return onPhones.includes(column) ? "" : "max-md:hidden";
}
