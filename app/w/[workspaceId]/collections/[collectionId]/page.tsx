import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { pageContext } from "#app/session.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { getCollection } from "#lib/collections/get.ts";
import { collectionParams } from "#lib/collections/schemas.ts";
import { listConnectors } from "#lib/connectors/list.ts";
import { documentFacets } from "#lib/documents/facets.ts";
import { orNotFound, readFilters, readParams, type SearchParams } from "../../filters.ts";
import { Why } from "../../why.tsx";
import { CollectionForm } from "../collection-form.tsx";
import { CollectionConnectors } from "./collection-connectors.tsx";
import { CollectionDocuments } from "./collection-documents.tsx";
import { DeleteCollection } from "./delete-collection.tsx";
import { documentQuery } from "./document-query.ts";
import { DocumentSearch } from "./document-search.tsx";

type Props = { params: Promise<{ workspaceId: string; collectionId: string }>; searchParams: SearchParams };

const filtersOfPage = documentQuery.extend({ why: z.string().max(4096).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("collections"))("name") };
}

export default async function CollectionPage({ params, searchParams }: Props) {
  const { workspaceId, collectionId } = await params;
  const ctx = await pageContext(workspaceId);
  readParams(collectionParams.shape.collection_id, collectionId);
  const { why, ...filters } = await readFilters(filtersOfPage, searchParams);
  const [{ collection }, connectors, facets, t] = await Promise.all([
    orNotFound(getCollection(ctx, { collectionId })),
    listConnectors(ctx, { collection_id: collectionId, limit: 200 }),
    documentFacets(ctx, { collection_id: collectionId }),
    getTranslations("collections"),
  ]);
  const path = `/w/${ctx.workspaceId}/collections/${collectionId}`;
  return (
    <>
      <PageHeader
        title={collection.name}
        above={[{ href: `/w/${ctx.workspaceId}/collections`, label: t("title") }]}
      >
        {collection.description ? (
          <p className="max-w-prose text-quiet [overflow-wrap:anywhere]">{collection.description}</p>
        ) : null}
      </PageHeader>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("documents")}</h2>
        <DocumentSearch path={path} filters={filters} facets={facets} connectors={connectors.items} />
        <CollectionDocuments ctx={ctx} collectionId={collectionId} path={path} filters={filters} />
      </section>
      <CollectionConnectors ctx={ctx} collectionId={collectionId} inside={connectors.items} />
      <Why ctx={ctx} path={path} item={why} collection_id={collectionId} />
      {isAllowed(ctx.role, "collections.write") ? (
        <section className="grid min-w-0 gap-3">
          <details>
            <summary className="w-fit cursor-pointer text-accent text-sm">{t("change")}</summary>
            <div className="mt-3 grid gap-4">
              <CollectionForm workspaceId={ctx.workspaceId} collection={collection} />
              <DeleteCollection workspaceId={ctx.workspaceId} collectionId={collectionId} />
            </div>
          </details>
        </section>
      ) : null}
    </>
  );
}
