import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { DocumentTable } from "#components/documents/document-table.tsx";
import { RunTable } from "#components/runs/run-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Live } from "#components/ui/live.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { getConnector } from "#lib/connectors/get.ts";
import { connectorIdSchema } from "#lib/connectors/schemas.ts";
import { listDocuments } from "#lib/documents/list.ts";
import { listDocumentsQuery } from "#lib/documents/schemas.ts";
import { listRuns } from "#lib/runs/list.ts";
import { orNotFound, readFilters, readParams, type SearchParams } from "../../filters.ts";
import { documentRow, runRow } from "../../rows.ts";
import { ConnectorFacts } from "./connector-facts.tsx";
import { ConnectorHeader } from "./connector-header.tsx";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectors"))("connector") };
}

export default async function ConnectorPage({ params, searchParams }: Props) {
  const { workspaceId, connectorId } = await params;
  const ctx = await pageContext(workspaceId, `/w/${workspaceId}/connectors/${connectorId}`);
  readParams(connectorIdSchema, connectorId);
  const { cursor } = await readFilters(listDocumentsQuery.pick({ cursor: true }), searchParams);
  const of = { connector_id: connectorId };
  const [{ connector }, runs, documents, locale, t] = await Promise.all([
    orNotFound(getConnector(ctx, { connectorId })),
    listRuns(ctx, { ...of, limit: 10 }),
    orNotFound(listDocuments(ctx, { ...of, removed: false, limit: 25, cursor })),
    getLocale(),
    getTranslations("connectors"),
  ]);
  const path = `/w/${ctx.workspaceId}/connectors/${connectorId}`;
  return (
    <>
      {runs.items.some(({ finished_at }) => finished_at === null) ? <Live /> : null}
      <ConnectorHeader ctx={ctx} connector={connector} />
      <ConnectorFacts connector={connector} locale={locale} />
      <section className="grid min-w-0 gap-3">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h2 className="font-medium text-lg">{t("runs")}</h2>
          <Link
            href={`/w/${ctx.workspaceId}/runs?${new URLSearchParams(of)}`}
            className="text-accent text-sm underline underline-offset-2"
          >
            {t("all_runs")}
          </Link>
        </div>
        {runs.items.length > 0 ? (
          <RunTable rows={runs.items.map((run) => runRow(ctx.workspaceId, run))} />
        ) : (
          <EmptyState words={t("no_runs")} />
        )}
      </section>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("documents")}</h2>
        {documents.items.length > 0 ? (
          <DocumentTable rows={documents.items.map((document) => documentRow(ctx.workspaceId, document))} />
        ) : (
          <EmptyState words={t("no_documents")} />
        )}
        <Pager path={path} filters={{}} isFirst={cursor === undefined} nextCursor={documents.next_cursor} />
      </section>
    </>
  );
}
