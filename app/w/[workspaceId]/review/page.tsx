import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { pageContext } from "#app/session.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listDocumentsQuery } from "#lib/documents/schemas.ts";
import { readFilters, type SearchParams } from "../filters.ts";
import { Decided } from "./decided.tsx";
import { Held } from "./held.tsx";
import { Removed } from "./removed.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

const filtersOfPage = listDocumentsQuery
  .pick({ q: true, connector_id: true, cursor: true })
  .extend({ held_cursor: z.string().max(1000).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("review"))("title") };
}

export default async function ReviewPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const { held_cursor, ...filters } = await readFilters(filtersOfPage, searchParams);
  const t = await getTranslations("review");
  const path = `/w/${ctx.workspaceId}/review`;
  return (
    <>
      <PageHeader title={t("title")}>
        <p className="max-w-prose text-quiet text-sm">{t("about")}</p>
      </PageHeader>
      <Held ctx={ctx} path={path} connectorId={filters.connector_id} cursor={held_cursor} />
      <Removed ctx={ctx} path={path} filters={filters} />
      <Decided ctx={ctx} connectorId={filters.connector_id} />
    </>
  );
}
