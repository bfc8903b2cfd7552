"use client";

import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { Refusal } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import type { ScheduleRow } from "#components/schedules/row.ts";
import { Announcer } from "#components/ui/announcer.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useTitleCount } from "#components/ui/use-title-count.ts";
import { BoardTable, type Shown } from "./board-table.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { type BulkAction, BulkDialog } from "./bulk-dialog.tsx";
import type { Target } from "./bulk-doors.ts";
import type { May } from "./may.ts";
import { NewRuns } from "./new-runs.tsx";
import { useLiveRows } from "./use-live-rows.ts";
import { useSelection } from "./use-selection.ts";

type Props = {
  workspaceId: string;
  rows: ScheduleRow[];
  may: May;
  shown: Shown;
  /** More rows than these match the filters. */
  hasMore: boolean;
};

/** Connectors with their schedules that keep themselves fresh, and what can be done to many at once. */
export function Board({ workspaceId, rows: given, may, shown, hasMore }: Props) {
  const wordsOf = useRefusalWords();
  const [asked, setAsked] = useState<{ action: BulkAction; target: Target }>();
  const [refusal, setRefusal] = useState<Refusal>();
  const live = useLiveRows(workspaceId, given, useLocale());
  const selection = useSelection(live.rows);
  useTitleCount(live.rows.filter(({ failures }) => failures > 0).length);
  const { filters } = shown.view;
  const filter = Object.keys(filters).length > 0 ? filters : undefined;
  const close = (hasChanged: boolean) => {
    setAsked(undefined);
    if (!hasChanged) return;
    selection.clear();
    live.refresh();
  };
  return (
    <div className="grid min-w-0 gap-3">
      <Announcer words={useSummary(live.rows)} />
      {refusal ? <Notice>{wordsOf(refusal)}</Notice> : null}
      <NewRuns count={live.newRuns} />
      <BoardTable
        workspaceId={workspaceId}
        live={live}
        shown={shown}
        may={may}
        selection={may.run || may.schedule || may.remove ? selection : undefined}
        onAsk={(action, id) => setAsked({ action, target: { ids: [id] } })}
        onDone={(problem) => {
          setRefusal(problem);
          live.refresh();
        }}
      />
      {selection.ids.size > 0 ? (
        <BulkBar
          count={selection.ids.size}
          may={may}
          // All that match can be taken where a filter says which: without one, everything could go by mistake.
          offersAll={hasMore && filter !== undefined && selection.isAll}
          onAsk={(action, isAll) =>
            setAsked({ action, target: isAll && filter ? { filter } : { ids: [...selection.ids] } })
          }
          onClear={selection.clear}
        />
      ) : null}
      {asked ? <BulkDialog workspaceId={workspaceId} {...asked} onClose={close} /> : null}
    </div>
  );
}

function useSummary(rows: ScheduleRow[]): string {
  const t = useTranslations("schedules");
  const count = (condition: ScheduleRow["conditions"][number]) =>
    rows.filter(({ conditions }) => conditions.includes(condition)).length;
  return t("summary", { running: count("running"), failing: count("failing"), late: count("late") });
}
