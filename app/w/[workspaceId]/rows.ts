import type { ConnectorRow } from "#components/connectors/connector-table.tsx";
import type { DocumentRow } from "#components/documents/document-table.tsx";
import type { FoundRow } from "#components/documents/found.tsx";
import type { ItemRow } from "#components/runs/item-table.tsx";
import type { RunRow } from "#components/runs/run-table.tsx";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import type { FoundDocument, ListedDocument } from "#lib/documents/schemas.ts";
import type { RunItem } from "#lib/runs/list-items.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import type { DescriptionLocale } from "#lib/schedules/describe.ts";
import { wordsOf } from "#lib/schedules/present.ts";

/** A connector as tables show it. */
export function connectorRow(connector: ListedConnector, locale: DescriptionLocale): ConnectorRow {
  const { id, workspace_id, name, type, scheduler, last_run: last, documents, health } = connector;
  const home = `/w/${workspace_id}`;
  return {
    id,
    href: `${home}/connectors/${id}`,
    name,
    type,
    schedule: wordsOf(scheduler, locale),
    timeZone: scheduler.type === "cron" ? scheduler.timezone : null,
    state: health === "ok" ? scheduler.state : health,
    nextRunAt: scheduler.next_run_at,
    lastRun: last && {
      href: `${home}/runs/${last.id}`,
      state: last.state,
      at: last.finished_at ?? last.created_at,
    },
    documents,
  };
}

/** A run as tables show it. */
export function runRow(workspaceId: string, run: PresentedRun): RunRow {
  const { id, connector_name, trigger, state, reason, counters } = run;
  return {
    id,
    href: `/w/${workspaceId}/runs/${id}`,
    connectorName: connector_name,
    trigger,
    by: run.created_by_name,
    state,
    notBefore: run.not_before,
    cancelledBy: run.cancelled_by_name,
    reason,
    plannedFor: run.scheduled_for,
    startedAt: run.started_at,
    createdAt: run.created_at,
    durationMs: durationOf(run),
    counters,
  };
}

/** From its start to its end, in milliseconds; null while it hasn't both. */
export function durationOf({ started_at: began, finished_at: ended }: PresentedRun): number | null {
  return began && ended ? Math.max(0, Date.parse(ended) - Date.parse(began)) : null;
}

/** What a run did with an item, as tables show it. */
export function itemRow(workspaceId: string, item: RunItem): ItemRow {
  const { key, outcome, title, link, reason, document_id, size_bytes, duration_ms } = item;
  const href = document_id && outcome !== "deleted" ? `/w/${workspaceId}/documents/${document_id}` : null;
  return {
    key,
    outcome,
    title,
    href,
    link: webLink(link),
    reason,
    sizeBytes: size_bytes,
    durationMs: duration_ms,
  };
}

/** A document as tables show it. */
export function documentRow(workspaceId: string, document: ListedDocument): DocumentRow {
  const { id, title, link, file_owner: owner, size_bytes: sizeBytes, updated_at: updatedAt } = document;
  return { id, href: `/w/${workspaceId}/documents/${id}`, title, link, owner, sizeBytes, updatedAt };
}

/** A document that a search found, with the places that match. */
export function foundRow(workspaceId: string, { id, title, link, highlights }: FoundDocument): FoundRow {
  return { id, href: `/w/${workspaceId}/documents/${id}`, title, link: webLink(link), highlights };
}

/** A source's link where a browser may follow it: to the web, and nowhere else. */
export function webLink(link: string | null): string | null {
  return link !== null && /^https?:\/\//i.test(link) ? link : null;
}
