import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { ConnectorTable } from "#components/connectors/connector-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { getCollection } from "#lib/collections/get.ts";
import { collectionParams } from "#lib/collections/schemas.ts";
import { listConnectors } from "#lib/connectors/list.ts";
import { searchQuery } from "#lib/documents/schemas.ts";
import { orNotFound, readFilters, readParams, type SearchParams } from "../../filters.ts";
import { connectorRow } from "../../rows.ts";
import { CollectionDocuments } from "./collection-documents.tsx";

type Props = { params: Promise<{ workspaceId: string; collectionId: string }>; searchParams: SearchParams };

const filtersOfPage = searchQuery.pick({ q: true, cursor: true }).partial();

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("collections"))("name") };
}

export default async function CollectionPage({ params, searchParams }: Props) {
  const { workspaceId, collectionId } = await params;
  const ctx = await pageContext(workspaceId);
  readParams(collectionParams.shape.collection_id, collectionId);
  const { q, cursor } = await readFilters(filtersOfPage, searchParams);
  const [{ collection }, connectors, locale, t] = await Promise.all([
    orNotFound(getCollection(ctx, { collectionId })),
    listConnectors(ctx, { collection_id: collectionId, limit: 50 }),
    getLocale(),
    getTranslations("collections"),
  ]);
  const path = `/w/${ctx.workspaceId}/collections/${collectionId}`;
  return (
    <>
      <PageHeader
        title={collection.name}
        above={[{ href: `/w/${ctx.workspaceId}/collections`, label: t("title") }]}
      >
        {collection.description ? <p className="max-w-prose text-quiet">{collection.description}</p> : null}
      </PageHeader>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("documents")}</h2>
        <Filters path={path} text={{ label: t("search"), value: q }} selects={[]} />
        <CollectionDocuments ctx={ctx} collectionId={collectionId} path={path} q={q} cursor={cursor} />
      </section>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("connectors")}</h2>
        {connectors.items.length > 0 ? (
          <ConnectorTable rows={connectors.items.map((connector) => connectorRow(connector, locale))} />
        ) : (
          <EmptyState words={t("no_connectors")} />
        )}
      </section>
    </>
  );
}
