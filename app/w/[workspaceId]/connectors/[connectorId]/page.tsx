import type { Metadata } from "next";
import Link from "next/link";
import { getLocale, getTranslations } from "next-intl/server";
import { z } from "zod";
import { RunTable } from "#components/runs/run-table.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { listRuns } from "#lib/runs/list.ts";
import { collectionsOf } from "../../collections-of.ts";
import { readFilters, type SearchParams } from "../../filters.ts";
import { runRow } from "../../rows.ts";
import { Why } from "../../why.tsx";
import { ConnectorFacts } from "./connector-facts.tsx";
import { ConnectorHistory } from "./history.tsx";
import { openConnector } from "./open-connector.ts";

type Props = { params: Promise<{ workspaceId: string; connectorId: string }>; searchParams: SearchParams };

const filtersOfPage = z.object({ why: z.string().max(4096).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("connectors"))("connector") };
}

export default async function ConnectorPage({ params, searchParams }: Props) {
  const { workspaceId, connectorId } = await params;
  const { ctx, connector } = await openConnector(workspaceId, connectorId);
  const { why } = await readFilters(filtersOfPage, searchParams);
  const [collections, runs, locale, t] = await Promise.all([
    collectionsOf(ctx, connector.collection_ids),
    listRuns(ctx, { connector_id: connectorId, limit: 5 }),
    getLocale(),
    getTranslations("connectors"),
  ]);
  return (
    <>
      <ConnectorFacts connector={connector} collections={collections} locale={locale} />
      <ConnectorHistory ctx={ctx} connectorId={connectorId} documents={connector.documents} />
      <section className="grid min-w-0 gap-3">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h2 className="font-medium text-lg">{t("runs")}</h2>
          <Link
            href={`/w/${ctx.workspaceId}/connectors/${connectorId}/runs`}
            className="text-accent text-sm underline underline-offset-2"
          >
            {t("all_runs")}
          </Link>
        </div>
        {runs.items.length > 0 ? (
          <RunTable rows={runs.items.map((run) => runRow(ctx.workspaceId, run))} />
        ) : (
          <EmptyState words={t("no_runs")} />
        )}
      </section>
      <Why
        ctx={ctx}
        path={`/w/${ctx.workspaceId}/connectors/${connectorId}`}
        item={why}
        connector_id={connectorId}
      />
    </>
  );
}
