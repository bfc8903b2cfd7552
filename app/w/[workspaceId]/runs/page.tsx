import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { Live } from "#components/ui/live.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listRuns } from "#lib/runs/list.ts";
import { listConnectorRunsQuery } from "#lib/runs/schemas.ts";
import { orNotFound, readFilters, type SearchParams } from "../filters.ts";
import { RunList } from "./run-list.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("title") };
}

export default async function RunsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const filter = await readFilters(listConnectorRunsQuery, searchParams);
  const [page, t] = await Promise.all([orNotFound(listRuns(ctx, filter)), getTranslations("runs")]);
  return (
    <>
      {page.items.some(({ finished_at }) => finished_at === null) ? <Live /> : null}
      <PageHeader title={t("title")} />
      <RunList ctx={ctx} path={`/w/${ctx.workspaceId}/runs`} filter={filter} page={page} />
    </>
  );
}
