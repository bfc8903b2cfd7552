import { CircleCheck } from "lucide-react";
import type { Metadata } from "next";
import { getTimeZone, getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { pageContext } from "#app/session.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Live } from "#components/ui/live.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listAttention } from "#lib/attention/list.ts";
import { isAllowed } from "#lib/auth/permissions.ts";
import { listConnectors } from "#lib/connectors/list.ts";
import { listRuns } from "#lib/runs/list.ts";
import { listUpcoming } from "#lib/schedules/upcoming.ts";
import { AttentionSection } from "./attention-section.tsx";
import { GrowthSection, RunsSection, UpcomingSection } from "./home-sections.tsx";

type Props = { params: Promise<{ workspaceId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

export default async function HomePage({ params }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [attention, upcoming, runs, some, t, lists] = await Promise.all([
    listAttention(ctx, { limit: 5 }),
    listUpcoming(ctx, { limit: 8 }),
    listRuns(ctx, { limit: 8 }),
    listConnectors(ctx, { limit: 1 }),
    getTranslations("home"),
    getTranslations("connectors"),
  ]);
  if (some.items.length === 0) {
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState
          words={lists("empty")}
          action={
            isAllowed(ctx.role, "connectors.write")
              ? { href: `/w/${ctx.workspaceId}/connectors/new`, label: lists("add") }
              : { href: "/docs", label: lists("empty_action") }
          }
        />
      </>
    );
  }
  return (
    <>
      <Live isBusy={runs.items.some(({ finished_at }) => finished_at === null)} />
      <PageHeader title={t("title")}>
        {attention.total === 0 ? (
          <p className="inline-flex items-baseline gap-1.5 text-good text-sm">
            <CircleCheck aria-hidden="true" size={14} className="shrink-0 translate-y-0.5" />
            {t("all_well")}
          </p>
        ) : null}
      </PageHeader>
      {attention.total > 0 ? <AttentionSection ctx={ctx} attention={attention} /> : null}
      <UpcomingSection workspaceId={ctx.workspaceId} upcoming={upcoming} />
      <RunsSection workspaceId={ctx.workspaceId} runs={runs.items} />
      <Suspense
        fallback={<div aria-hidden="true" className="h-56 rounded-lg border border-line bg-raised" />}
      >
        <GrowthSection ctx={ctx} timezone={await getTimeZone()} />
      </Suspense>
    </>
  );
}
