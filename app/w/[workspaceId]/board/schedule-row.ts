import type { ScheduleRow } from "#components/schedules/row.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { ListedSchedule } from "#lib/schedules/listed.ts";

/** A schedule of the doors as the boards show it, in the browser too. */
export function scheduleRow(workspaceId: string, schedule: ListedSchedule): ScheduleRow {
  const home = `/w/${workspaceId}`;
  const { paused_at: pausedAt, paused_by_name: by, pause_reason: reason } = schedule;
  return {
    id: schedule.connector_id,
    href: `${home}/connectors/${schedule.connector_id}`,
    name: schedule.connector_name,
    type: schedule.connector_type as ConnectorType,
    kind: schedule.type,
    words: schedule.description,
    value: schedule.value,
    timeZone: schedule.timezone,
    missed: schedule.missed,
    state: schedule.state,
    conditions: schedule.conditions,
    failures: schedule.failures,
    latenessS: schedule.lateness_s,
    nextRunAt: schedule.next_run_at,
    pause: schedule.state === "paused" && pausedAt ? { at: pausedAt, by, reason } : null,
    runs: schedule.last_runs.map((run) => ({
      id: run.id,
      href: `${home}/runs/${run.id}`,
      state: run.state,
      reason: run.reason,
      plannedAt: run.scheduled_for,
      createdAt: run.created_at,
      startedAt: run.started_at,
      finishedAt: run.finished_at,
      durationMs: run.duration_ms,
      counters: run.counters,
    })),
    lastSuccessAt: schedule.last_success_at,
    usualMs: schedule.usual_duration_ms,
    documents: schedule.documents,
    documentsChangedAt: schedule.documents_changed_at,
    collections: schedule.collections.map(({ id, name }) => ({
      id,
      name,
      href: `${home}/collections/${id}`,
    })),
    owner:
      schedule.created_by && schedule.created_by_name
        ? { id: schedule.created_by, name: schedule.created_by_name }
        : null,
  };
}
