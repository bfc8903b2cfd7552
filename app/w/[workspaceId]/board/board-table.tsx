"use client";

import { useNow, useTimeZone } from "next-intl";
import { useState } from "react";
import type { Refusal } from "#app/api-client.ts";
import type { CellProps } from "#components/schedules/cells.tsx";
import type { Column } from "#components/schedules/columns.ts";
import { zoneFor } from "#components/schedules/zone-mode.ts";
import { Scrollable } from "#components/ui/scrollable.tsx";
import { BoardHead } from "./board-head.tsx";
import { BoardRow } from "./board-row.tsx";
import type { BulkAction } from "./bulk-dialog.tsx";
import type { May } from "./may.ts";
import type { LiveRows } from "./use-live-rows.ts";
import type { Selection } from "./use-selection.ts";
import type { View } from "./view.ts";

/** How a board shows its rows. */
export type Shown = {
  label: string;
  view: View;
  columns: Column[];
  /** Columns that only very wide screens have room for. */
  wideColumns: Column[];
  strip: CellProps["strip"];
};

type Props = {
  workspaceId: string;
  live: LiveRows;
  shown: Shown;
  may: May;
  /** Absent where nothing can be done to what is ticked. */
  selection: Selection | undefined;
  onAsk: (action: BulkAction, id: string) => void;
  onDone: (refusal: Refusal | undefined) => void;
};

/** The rows under their columns' names. */
export function BoardTable({ workspaceId, live, shown, may, selection, onAsk, onDone }: Props) {
  const mine = useTimeZone() ?? "UTC";
  const now = useNow({ updateInterval: 15_000 });
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const toggle = (id: string) => {
    const next = new Set(opened);
    if (!next.delete(id)) next.add(id);
    setOpened(next);
  };
  const { view, columns, wideColumns, strip } = shown;
  return (
    <Scrollable label={shown.label} className="overflow-x-auto">
      <table className="w-full border-collapse text-left text-[0.8125rem] tabular-nums [&_td]:border-line [&_td]:border-t [&_td]:px-2 [&_td]:py-2 [&_td]:align-top">
        <BoardHead view={view} columns={columns} wideColumns={wideColumns} selection={selection} />
        <tbody>
          {live.rows.map((row) => (
            <BoardRow
              key={row.id}
              workspaceId={workspaceId}
              cell={{ row, now, strip, path: view.path, timeZone: zoneFor(view.zone, mine, row.timeZone) }}
              columns={columns}
              wideColumns={wideColumns}
              may={may}
              isGone={live.gone.has(row.id)}
              isOpen={opened.has(row.id)}
              onOpen={() => toggle(row.id)}
              isSelected={selection?.ids.has(row.id) ?? false}
              onSelect={selection?.select}
              onAsk={(action) => onAsk(action, row.id)}
              onDone={onDone}
            />
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}
