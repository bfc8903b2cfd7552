import type { Metadata } from "next";
import { pageContext } from "#app/session.ts";
import { ConnectorTable } from "#components/workspace/connector-table.tsx";
import { Found } from "#components/workspace/found.tsx";
import { RunTable } from "#components/workspace/run-table.tsx";
import { listConnectors } from "#lib/connectors/list.ts";
import type { ListedConnector } from "#lib/connectors/listed-schemas.ts";
import { searchDocuments } from "#lib/documents/search.ts";
import { listRuns } from "#lib/runs/list.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { wordsOf } from "#lib/schedules/present.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: Promise<{ q?: string | string[] }> };

export const metadata: Metadata = { title: "Workspace" };

export default async function WorkspacePage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const q = [(await searchParams).q ?? ""].flat()[0] ?? "";
  if (q.trim() !== "") {
    const { items } = await searchDocuments(ctx, { q, limit: 50 });
    return <Found query={q} documents={items} />;
  }
  const [connectors, runs] = await Promise.all([
    listConnectors(ctx, { limit: 50 }),
    listRuns(ctx, { limit: 20 }),
  ]);
  return (
    <>
      <section className="grid gap-3">
        <h1 className="font-semibold text-xl">Connectors</h1>
        <ConnectorTable rows={connectors.items.map(connectorRow)} />
      </section>
      <section className="grid gap-3">
        <h2 className="font-semibold text-xl">Latest runs</h2>
        <RunTable rows={runs.items.map(runRow)} />
      </section>
    </>
  );
}

function connectorRow({ id, name, type, scheduler, last_run, documents }: ListedConnector) {
  return {
    id,
    name,
    type,
    schedule: wordsOf(scheduler),
    timeZone: scheduler.type === "cron" ? scheduler.timezone : null,
    state: scheduler.state,
    nextRunAt: scheduler.next_run_at,
    lastRun: last_run && { state: last_run.state, finishedAt: last_run.finished_at },
    documents,
  };
}

function runRow({ id, connector_name, trigger, state, reason, created_at, counters }: PresentedRun) {
  return { id, connectorName: connector_name, trigger, state, reason, createdAt: created_at, counters };
}
