import type { Column, Sort } from "#components/schedules/columns.ts";
import type { ZoneMode } from "#components/schedules/zone-mode.ts";
import { hrefWith } from "#components/ui/pager.tsx";

export type Parameters = Record<string, string | undefined>;

/** What a board's address says, for the links that change a part of it. */
export type View = {
  path: string;
  filters: Parameters;
  sort: Sort;
  order: "asc" | "desc";
  /** Sort and order, where they aren't the board's own. */
  ordering: Parameters;
  zone: ZoneMode;
  /** Columns that somebody chose; absent: the board's own. */
  columns: Column[] | undefined;
};

/** The same board with some of its parameters changed; it begins at the first page. */
export function hrefTo({ path, filters, ordering, ...view }: View, change: Parameters = {}): string {
  return hrefWith(path, { ...filters, ...ordering, ...lookOf(view), ...change });
}

/** What stays when filters change. */
export function lookOf({ zone, columns }: Pick<View, "zone" | "columns">): Parameters {
  return { zone: zone === "mine" ? undefined : zone, columns: columns?.join(",") };
}
