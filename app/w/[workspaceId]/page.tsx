import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { ConnectorTable } from "#components/connectors/connector-table.tsx";
import { RunTable } from "#components/runs/run-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { listConnectors } from "#lib/connectors/list.ts";
import { listRuns } from "#lib/runs/list.ts";
import { connectorRow, runRow } from "./rows.ts";

type Props = { params: Promise<{ workspaceId: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

export default async function HomePage({ params }: Props) {
  const ctx = await pageContext((await params).workspaceId);
  const [connectors, runs, locale, t, lists] = await Promise.all([
    listConnectors(ctx, { limit: 10 }),
    listRuns(ctx, { limit: 10 }),
    getLocale(),
    getTranslations("home"),
    getTranslations("connectors"),
  ]);
  if (connectors.items.length === 0) {
    return (
      <>
        <PageHeader title={t("title")} />
        <EmptyState words={lists("empty")} action={{ href: "/docs", label: lists("empty_action") }} />
      </>
    );
  }
  return (
    <>
      <PageHeader title={t("title")} />
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("connectors")}</h2>
        <ConnectorTable rows={connectors.items.map((connector) => connectorRow(connector, locale))} />
      </section>
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("runs")}</h2>
        <RunTable rows={runs.items.map((run) => runRow(ctx.workspaceId, run))} />
      </section>
    </>
  );
}
