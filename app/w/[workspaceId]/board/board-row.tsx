"use client";

import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId } from "react";
import type { Refusal } from "#app/api-client.ts";
import { Cell, type CellProps } from "#components/schedules/cells.tsx";
import { type Column, numbers } from "#components/schedules/columns.ts";
import type { BulkAction } from "./bulk-dialog.tsx";
import { cellRoom } from "./cell-room.ts";
import type { May } from "./may.ts";
import { RowDetails } from "./row-details.tsx";
import { RowMenu } from "./row-menu.tsx";

type Props = {
  workspaceId: string;
  cell: CellProps;
  columns: readonly Column[];
  wideColumns: readonly Column[];
  may: May;
  isGone: boolean;
  isOpen: boolean;
  onOpen: () => void;
  isSelected: boolean;
  onSelect: ((id: string, isRange: boolean) => void) | undefined;
  onAsk: (action: BulkAction) => void;
  onDone: (refusal: Refusal | undefined) => void;
};

/** A connector's row, and what more it has to say below it. */
export function BoardRow({
  workspaceId,
  cell,
  columns,
  wideColumns,
  may,
  isGone,
  isOpen,
  onOpen,
  isSelected,
  onSelect,
  onAsk,
  onDone,
}: Props) {
  const t = useTranslations("schedules");
  const id = useId();
  const { row } = cell;
  return (
    <>
      <tr
        className={`focus-within:bg-raised ${isSelected ? "bg-accent/8" : "hover:bg-raised"} ${isGone ? "opacity-50" : ""}`}
      >
        {onSelect ? (
          <td>
            <input
              type="checkbox"
              aria-label={t("select", { name: row.name })}
              checked={isSelected}
              onChange={(event) => onSelect(row.id, (event.nativeEvent as MouseEvent).shiftKey)}
              className="mt-0.5 block size-4 accent-accent"
            />
          </td>
        ) : null}
        {columns.map((column) => (
          <td
            key={column}
            className={`${cellRoom(column, wideColumns)} ${numbers.includes(column) ? "text-right" : ""}`}
          >
            <Cell column={column} {...cell} />
            {column === "connector" && isGone ? <p className="text-bad text-xs">{t("gone")}</p> : null}
          </td>
        ))}
        <td>
          <div className="flex justify-end gap-0.5">
            <button
              type="button"
              aria-expanded={isOpen}
              aria-controls={isOpen ? id : undefined}
              aria-label={t("more_of", { name: row.name })}
              onClick={onOpen}
              className="rounded-lg p-1 text-quiet hover:bg-line/60 hover:text-ink"
            >
              <ChevronRight aria-hidden="true" size={16} className={isOpen ? "rotate-90" : ""} />
            </button>
            {isGone ? null : (
              <RowMenu workspaceId={workspaceId} row={row} may={may} onAsk={onAsk} onDone={onDone} />
            )}
          </div>
        </td>
      </tr>
      {isOpen ? (
        <tr id={id} data-aside>
          <td colSpan={columns.length + (onSelect ? 2 : 1)} className="bg-raised">
            <RowDetails row={row} timeZone={cell.timeZone} now={cell.now} />
          </td>
        </tr>
      ) : null}
    </>
  );
}
