import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { pageContext } from "#app/session.ts";
import { zoneFor } from "#components/schedules/zone-mode.ts";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { Context } from "#lib/context.ts";
import { summarizeSchedules } from "#lib/schedules/summary.ts";
import { boardQuery } from "../board/board-query.ts";
import { BoardSection, type Own } from "../board/board-section.tsx";
import { viewOf } from "../board/read-view.ts";
import type { View } from "../board/view.ts";
import { ZoneChoice } from "../board/zone-choice.tsx";
import { readFilters, type SearchParams } from "../filters.ts";
import { ScheduleSummary } from "./schedule-summary.tsx";

type Props = { params: Promise<{ workspaceId: string }>; searchParams: SearchParams };

const wide: Own["wideColumns"] = ["last_success", "usual", "collections", "owner"];
const own: Own = {
  words: "schedules",
  sort: "next_run",
  order: "asc",
  columns: [
    "state",
    "connector",
    "schedule",
    "next_run",
    "runs",
    "last_success",
    "usual",
    "documents",
    "collections",
    "owner",
  ],
  wideColumns: wide,
  strip: { room: 14, isBars: true },
  tools: ["state", "connector_type", "type"],
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("schedules"))("title") };
}

export default async function SchedulesPage({ params, searchParams }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const query = await readFilters(boardQuery, searchParams);
  const view = viewOf(query, { path: `/w/${ctx.workspaceId}/schedules`, ...own });
  const t = await getTranslations("schedules");
  return (
    <div data-wide className="grid min-w-0 gap-5">
      <PageHeader title={t("title")} actions={<ZoneChoice view={view} at={ctx.now().toISOString()} />} />
      <Suspense
        fallback={<div aria-hidden="true" className="h-80 rounded-lg border border-line bg-raised" />}
      >
        <SummaryAbove ctx={ctx} view={view} />
      </Suspense>
      <BoardSection ctx={ctx} query={query} view={view} own={own} />
    </div>
  );
}

/** Reads all of the workspace's schedules; the list below doesn't wait for it. */
async function SummaryAbove({ ctx, view }: { ctx: Context; view: View }) {
  const timezone = zoneFor(view.zone, await getTimeZone());
  const summary = await summarizeSchedules(ctx, { timezone });
  return <ScheduleSummary workspaceId={ctx.workspaceId} summary={summary} view={view} />;
}
