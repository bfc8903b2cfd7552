import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type Column, numbers, sortOf } from "#components/schedules/columns.ts";
import { cellRoom } from "./cell-room.ts";
import type { Selection } from "./use-selection.ts";
import { hrefTo, type View } from "./view.ts";

type Props = {
  view: View;
  columns: readonly Column[];
  wideColumns: readonly Column[];
  /** Absent where nothing can be done to what is ticked. */
  selection: Selection | undefined;
};

/** The columns' names; those that order the list are links. */
export function BoardHead({ view, columns, wideColumns, selection }: Props) {
  const t = useTranslations("schedules");
  return (
    <thead>
      <tr className="bg-raised text-quiet [&_th]:whitespace-nowrap [&_th]:px-2 [&_th]:py-2 [&_th]:font-medium">
        {selection ? (
          <th scope="col" className="w-8">
            <input
              type="checkbox"
              aria-label={t("select_all")}
              checked={selection.isAll}
              onChange={selection.toggleAll}
              className="block size-4 accent-accent"
            />
          </th>
        ) : null}
        {columns.map((column) => (
          <HeadCell key={column} column={column} view={view} room={cellRoom(column, wideColumns)} />
        ))}
        <th scope="col" className="w-8">
          <span className="sr-only">{t("actions")}</span>
        </th>
      </tr>
    </thead>
  );
}

function HeadCell({ column, view, room }: { column: Column; view: View; room: string }) {
  const t = useTranslations("schedules");
  const sort = sortOf[column];
  const look = `${room} ${numbers.includes(column) ? "text-right" : ""}`;
  const name = t(`columns.${column}`);
  if (!sort) {
    return (
      <th scope="col" className={look}>
        {name}
      </th>
    );
  }
  const isHere = view.sort === sort;
  // Who asks for lateness or the last success wants the most of it first.
  const first = sort === "name" || sort === "next_run" ? "asc" : "desc";
  const order = isHere ? (view.order === "asc" ? "desc" : "asc") : first;
  const Arrow = isHere ? (view.order === "asc" ? ArrowUp : ArrowDown) : ChevronsUpDown;
  return (
    <th
      scope="col"
      className={look}
      aria-sort={isHere ? (view.order === "asc" ? "ascending" : "descending") : undefined}
    >
      <Link
        href={hrefTo(view, { sort, order })}
        scroll={false}
        className={`inline-flex items-center gap-1 hover:text-ink ${isHere ? "text-ink" : ""}`}
      >
        {name}
        <Arrow aria-hidden="true" size={13} className={isHere ? "" : "opacity-50"} />
      </Link>
    </th>
  );
}
