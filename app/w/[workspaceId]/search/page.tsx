import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { Found } from "#components/documents/found.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { searchQuery } from "#lib/documents/schemas.ts";
import { searchDocuments } from "#lib/documents/search.ts";
import { orNotFound, readFilters, type SearchParams } from "../filters.ts";
import { foundRow } from "../rows.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

export default async function SearchPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const t = await getTranslations("search");
  const { q } = await searchParams;
  if (typeof q !== "string" || q.trim() === "") return <PageHeader title={t("ask")} />;
  const filters = await readFilters(searchQuery, searchParams);
  const { items, next_cursor } = await orNotFound(searchDocuments(ctx, filters));
  return (
    <>
      <PageHeader title={t(items.length === 0 ? "nothing" : "matches", { query: q })} />
      <Found documents={items.map((document) => foundRow(ctx.workspaceId, document))} />
      <Pager
        path={`/w/${ctx.workspaceId}/search`}
        filters={{ q }}
        isFirst={filters.cursor === undefined}
        nextCursor={next_cursor}
      />
    </>
  );
}
