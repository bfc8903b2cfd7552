import { getLocale, getTimeZone, getTranslations } from "next-intl/server";
import type { CellProps } from "#components/schedules/cells.tsx";
import type { Column, Sort } from "#components/schedules/columns.ts";
import { zoneFor } from "#components/schedules/zone-mode.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Pager } from "#components/ui/pager.tsx";
import type { Context } from "#lib/context.ts";
import { listSchedules } from "#lib/schedules/list.ts";
import { orNotFound } from "../filters.ts";
import { Board } from "./board.tsx";
import type { BoardQuery } from "./board-query.ts";
import { BoardTools, type Tool } from "./board-tools.tsx";
import { mayOf } from "./read-view.ts";
import { scheduleRow } from "./schedule-row.ts";
import { lookOf, type View } from "./view.ts";

/** What a board is without being asked for anything else. */
export type Own = {
  /** Whose words it speaks. */
  words: "schedules" | "connectors";
  sort: Sort;
  order: View["order"];
  columns: Column[];
  /** Columns that only very wide screens have room for. */
  wideColumns: Column[];
  strip: CellProps["strip"];
  tools: readonly Tool[];
};

type Props = { ctx: Context; query: BoardQuery; view: View; own: Own };

const pageRows = 50;

/** One page of a board: what narrows it down, its rows, and the ways on. */
export async function BoardSection({ ctx, query, view, own }: Props) {
  const [locale, mine, t] = await Promise.all([getLocale(), getTimeZone(), getTranslations(own.words)]);
  const { zone: _zone, columns: _columns, ...asked } = query;
  const page = await orNotFound(
    listSchedules(ctx, { ...asked, sort: view.sort, order: view.order, limit: pageRows, locale }),
  );
  const rows = page.items.map((item) => scheduleRow(ctx.workspaceId, item));
  const columns = view.columns ?? own.columns;
  const isFiltered = Object.keys(view.filters).length > 0;
  const may = mayOf(ctx);
  if (rows.length === 0 && !isFiltered && query.cursor === undefined) {
    const action = may.remove ? { href: `/w/${ctx.workspaceId}/connectors/new`, label: t("add") } : undefined;
    return <EmptyState words={t("empty")} action={action} />;
  }
  return (
    <div className="grid min-w-0 gap-3">
      <BoardTools view={view} tools={own.tools} columns={columns} timeZone={zoneFor(view.zone, mine)} />
      {rows.length === 0 ? (
        <EmptyState words={t("no_match")} />
      ) : (
        <Board
          workspaceId={ctx.workspaceId}
          rows={rows}
          may={may}
          shown={{
            label: t("title"),
            view,
            columns,
            wideColumns: view.columns ? [] : own.wideColumns,
            strip: own.strip,
          }}
          hasMore={page.next_cursor !== null || query.cursor !== undefined}
        />
      )}
      <Pager
        path={view.path}
        filters={{ ...view.filters, ...view.ordering, ...lookOf(view) }}
        isFirst={query.cursor === undefined}
        nextCursor={page.next_cursor}
      />
    </div>
  );
}
