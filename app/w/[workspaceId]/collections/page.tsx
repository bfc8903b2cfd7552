import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { CollectionTable } from "#components/collections/collection-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listCollections } from "#lib/collections/list.ts";
import { listCollectionsQuery } from "#lib/collections/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../filters.ts";
import { CollectionForm } from "./collection-form.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("collections"))("title") };
}

export default async function CollectionsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { q, cursor, limit } = await readFilters(listCollectionsQuery, searchParams);
  const [{ items, next_cursor }, t] = await Promise.all([
    orNotFound(listCollections(ctx, { q, cursor, limit })),
    getTranslations("collections"),
  ]);
  const path = `/w/${ctx.workspaceId}/collections`;
  const rows = items.map((collection) => ({ ...collection, href: `${path}/${collection.id}` }));
  return (
    <>
      <PageHeader title={t("title")} />
      {isAllowed(ctx.role, "collections.write") ? (
        <details>
          <summary className="w-fit cursor-pointer rounded-lg border border-line px-3 py-1.5 font-medium text-sm hover:bg-raised">
            {t("new")}
          </summary>
          <div className="mt-3">
            <CollectionForm workspaceId={ctx.workspaceId} />
          </div>
        </details>
      ) : null}
      <div className="grid min-w-0 gap-4">
        {rows.length > 0 || q ? (
          <Filters path={path} text={{ label: t("by_name"), value: q }} selects={[]} />
        ) : (
          <EmptyState words={t("empty")} action={{ href: "/docs", label: t("empty_action") }} />
        )}
        {rows.length === 0 && q ? <EmptyState words={t("no_match")} /> : null}
        {rows.length > 0 ? <CollectionTable rows={rows} /> : null}
        <Pager path={path} filters={{ q }} isFirst={cursor === undefined} nextCursor={next_cursor} />
      </div>
    </>
  );
}
