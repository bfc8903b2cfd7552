import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { pageContext } from "#app/session.ts";
import { ItemTable } from "#components/runs/item-table.tsx";
import { OutcomeBar } from "#components/runs/outcome-bar.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Filters } from "#components/ui/filters.tsx";
import { Live } from "#components/ui/live.tsx";
import { Pager } from "#components/ui/pager.tsx";
import { getRun } from "#lib/runs/list.ts";
import { listRunItems } from "#lib/runs/list-items.ts";
import { listRunItemsQuery, runParams } from "#lib/runs/schemas.ts";
import { orNotFound, readFilters, readParams, type SearchParams } from "../../filters.ts";
import { itemRow } from "../../rows.ts";
import { RunFacts } from "./run-facts.tsx";
import { RunHeader } from "./run-header.tsx";

type Props = { params: Promise<{ workspaceId: string; runId: string }>; searchParams: SearchParams };

const shownOutcomes = ["added", "updated", "deleted", "skipped", "failed"] as const;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("run") };
}

export default async function RunPage({ params, searchParams }: Props) {
  const { workspaceId, runId } = await params;
  const ctx = await pageContext(workspaceId);
  readParams(runParams.shape.run_id, runId);
  const { outcome, cursor, limit } = await readFilters(listRunItemsQuery, searchParams);
  const [run, page, t, outcomes] = await Promise.all([
    orNotFound(getRun(ctx, { runId })),
    orNotFound(listRunItems(ctx, { runId, outcome, cursor, limit })),
    getTranslations("items"),
    getTranslations("outcomes"),
  ]);
  const path = `/w/${ctx.workspaceId}/runs/${runId}`;
  const options = shownOutcomes.map((value) => ({ value, words: outcomes(value) }));
  return (
    <>
      {run.finished_at === null ? <Live /> : null}
      <RunHeader ctx={ctx} run={run} />
      <OutcomeBar counters={run.counters} hrefOf={(wanted) => `${path}?outcome=${wanted}`} />
      <RunFacts run={run} workspaceId={ctx.workspaceId} />
      <section className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("title")}</h2>
        <Filters path={path} selects={[{ name: "outcome", label: t("outcome"), value: outcome, options }]} />
        {page.items.length > 0 ? (
          <ItemTable rows={page.items.map((item) => itemRow(ctx.workspaceId, item))} />
        ) : (
          <EmptyState words={t(outcome ? "no_match" : "empty")} />
        )}
        <Pager
          path={path}
          filters={{ outcome }}
          isFirst={cursor === undefined}
          nextCursor={page.next_cursor}
        />
      </section>
    </>
  );
}
