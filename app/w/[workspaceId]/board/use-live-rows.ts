"use client";

import { useState } from "react";
import { answerOf } from "#app/api-client.ts";
import type { ScheduleRow } from "#components/schedules/row.ts";
import { usePolling } from "#components/ui/use-polling.ts";
import type { ListedSchedule } from "#lib/schedules/listed.ts";
import { scheduleRow } from "./schedule-row.ts";

type Fresh = { of: ScheduleRow[]; rows: Map<string, ScheduleRow> };

export type LiveRows = {
  rows: ScheduleRow[];
  /** Connectors that were deleted since the page came. */
  gone: ReadonlySet<string>;
  /** Runs that came up since. */
  newRuns: number;
  /** Asks now. */
  refresh: () => Promise<boolean>;
};

/** Keeps the rows that are shown fresh where they are: none moves, whatever the order says by now. */
export function useLiveRows(workspaceId: string, given: ScheduleRow[], locale: string): LiveRows {
  const [fresh, setFresh] = useState<Fresh>();
  const known = fresh?.of === given ? fresh.rows : undefined;
  const rows = known ? given.map((row) => known.get(row.id) ?? row) : given;
  const refresh = async () => {
    if (given.length === 0) return true;
    const query = new URLSearchParams({
      connector_ids: given.map(({ id }) => id).join(),
      limit: String(given.length),
      locale,
    });
    const answer = await answerOf<{ items: ListedSchedule[] }>(() =>
      fetch(`/v1/workspaces/${workspaceId}/schedules?${query}`),
    );
    if (answer.ok) {
      const now = answer.body.items.map((item) => scheduleRow(workspaceId, item));
      setFresh({ of: given, rows: new Map(now.map((row) => [row.id, row])) });
    }
    return answer.ok;
  };
  // What the server rendered may be older than what was asked for meanwhile: it is looked at again soon.
  usePolling(refresh, known === undefined || rows.some(isBusy));
  return {
    rows,
    gone: new Set(known ? given.filter(({ id }) => !known.has(id)).map(({ id }) => id) : []),
    newRuns: countNewRuns(given, rows),
    refresh,
  };
}

function isBusy({ conditions, nextRunAt }: ScheduleRow): boolean {
  return conditions.includes("running") || (nextRunAt !== null && Date.parse(nextRunAt) <= Date.now());
}

function countNewRuns(before: ScheduleRow[], after: ScheduleRow[]): number {
  const known = new Set(before.flatMap(({ runs }) => runs.map(({ id }) => id)));
  return after.flatMap(({ runs }) => runs).filter(({ id }) => !known.has(id)).length;
}
