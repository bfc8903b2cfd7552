import { Plus } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { buttonLook } from "#components/ui/button.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { isAllowed } from "#lib/auth/permissions.ts";
import { boardQuery } from "../board/board-query.ts";
import { BoardSection, type Own } from "../board/board-section.tsx";
import { viewOf } from "../board/read-view.ts";
import { ZoneChoice } from "../board/zone-choice.tsx";
import { readFilters, type SearchParams } from "../filters.ts";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

const own: Own = {
  words: "connectors",
  sort: "created",
  order: "desc",
  columns: ["connector", "schedule", "next_run", "runs", "documents", "collections", "state"],
  wideColumns: [],
  strip: { room: 12, isBars: false },
  tools: ["connector_type", "state", "sort"],
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectors"))("title") };
}

export default async function ConnectorsPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const query = await readFilters(boardQuery, searchParams);
  const path = `/w/${ctx.workspaceId}/connectors`;
  const view = viewOf(query, { path, ...own });
  const t = await getTranslations("connectors");
  const actions = (
    <div className="flex flex-wrap items-center justify-end gap-3">
      <ZoneChoice view={view} at={ctx.now().toISOString()} />
      {isAllowed(ctx.role, "connectors.write") ? (
        <Link href={`${path}/new`} className={buttonLook({ size: "small" })}>
          <Plus aria-hidden="true" size={16} />
          {t("add")}
        </Link>
      ) : null}
    </div>
  );
  return (
    <div data-wide className="grid min-w-0 gap-5">
      <PageHeader title={t("title")} actions={actions} />
      <BoardSection ctx={ctx} query={query} view={view} own={own} />
    </div>
  );
}
