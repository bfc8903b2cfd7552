import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DocumentTable } from "#components/documents/document-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { listDocuments } from "#lib/documents/list.ts";
import { listDocumentsQuery } from "#lib/documents/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../../../filters.ts";
import { documentRow } from "../../../rows.ts";
import { openConnector } from "../open-connector.ts";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; searchParams: SearchParams };

const filtersOfPage = listDocumentsQuery.pick({ q: true, cursor: true });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectors"))("documents") };
}

export default async function ConnectorDocumentsPage({ params, searchParams }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx } = await openConnector(workspaceId, connectorId);
  const { q, cursor } = await readFilters(filtersOfPage, searchParams);
  const [documents, t] = await Promise.all([
    orNotFound(listDocuments(ctx, { connector_id: connectorId, q, removed: false, limit: 50, cursor })),
    getTranslations("documents"),
  ]);
  const path = `/w/${ctx.workspaceId}/connectors/${connectorId}/documents`;
  const isEmpty = documents.items.length === 0;
  return (
    <div className="grid min-w-0 gap-4">
      {isEmpty && !q ? null : <Filters path={path} text={{ label: t("by_title"), value: q }} selects={[]} />}
      {isEmpty ? (
        <EmptyState words={t(q ? "no_match" : "none_yet")} />
      ) : (
        <DocumentTable rows={documents.items.map((document) => documentRow(ctx.workspaceId, document))} />
      )}
      <Pager path={path} filters={{ q }} isFirst={cursor === undefined} nextCursor={documents.next_cursor} />
    </div>
  );
}
