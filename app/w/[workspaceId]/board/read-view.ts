import type { Sort } from "#components/schedules/columns.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import type { Context } from "#lib/context.ts";
import { type BoardQuery, filtersOf } from "./board-query.ts";
import type { May } from "./may.ts";
import type { View } from "./view.ts";

type Own = { path: string; sort: Sort; order: View["order"] };

/** How the board looks that an address asks for. @param own what it is without being asked */
export function viewOf(query: BoardQuery, own: Own): View {
  // Another order has its natural direction where none is named.
  const sort = query.sort ?? own.sort;
  const natural = sort === own.sort ? own.order : sort === "created" ? "desc" : "asc";
  return {
    path: own.path,
    filters: filtersOf(query),
    sort,
    order: query.order ?? natural,
    ordering: { sort: query.sort, order: query.order },
    zone: query.zone,
    columns: query.columns,
  };
}

/** What a member may do on a board. */
export function mayOf({ role }: Pick<Context, "role">): May {
  return {
    run: isAllowed(role, "runs.write"),
    schedule: isAllowed(role, "schedules.write"),
    remove: isAllowed(role, "connectors.write"),
  };
}
