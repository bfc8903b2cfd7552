import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Suspense } from "react";
import { z } from "zod";
import { pageContext } from "#app/session.ts";
import { outcomes } from "#components/runs/counters.ts";
import { OutcomeBar } from "#components/runs/outcome-bar.tsx";
import { RunProgress } from "#components/runs/run-progress.tsx";
import { RunTimes } from "#components/runs/run-times.tsx";
import { Live } from "#components/ui/live.tsx";
import { hrefWith } from "#components/ui/pager.tsx";
import { getRun } from "#lib/runs/list.ts";
import { listRunItemsQuery, runParams } from "#lib/runs/schemas.ts";
import { orNotFound, readFilters, readParams, type SearchParams } from "../../filters.ts";
import { RunComparison } from "./comparison.tsx";
import { RunFacts } from "./run-facts.tsx";
import { RunHeader } from "./run-header.tsx";
import { RunItems } from "./run-items.tsx";

type Props = { params: Promise<{ workspaceId: string; runId: string }>; searchParams: SearchParams };

const filtersOfPage = listRunItemsQuery
  .pick({ cursor: true })
  .extend({ outcome: z.enum(outcomes).optional() });

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("runs"))("run") };
}

export default async function RunPage({ params, searchParams }: Props) {
  const { workspaceId, runId } = await params;
  const ctx = await pageContext(workspaceId);
  readParams(runParams.shape.run_id, runId);
  const { outcome, cursor } = await readFilters(filtersOfPage, searchParams);
  const [run, t] = await Promise.all([orNotFound(getRun(ctx, { runId })), getTranslations("items")]);
  const path = `/w/${ctx.workspaceId}/runs/${runId}`;
  const isOver = run.finished_at !== null;
  return (
    <>
      {isOver ? null : <Live />}
      <RunHeader ctx={ctx} run={run} />
      {run.progress ? <RunProgress discovered={run.counters.discovered} progress={run.progress} /> : null}
      <OutcomeBar
        counters={run.counters}
        chosen={outcome}
        hrefOf={(wanted) => hrefWith(path, { outcome: wanted })}
      />
      <RunFacts run={run} workspaceId={ctx.workspaceId} />
      {run.started_at ? <RunTimes times={run.times} /> : null}
      {isOver && run.state !== "skipped" ? (
        <Suspense>
          <RunComparison ctx={ctx} runId={runId} />
        </Suspense>
      ) : null}
      <section id="items" className="grid min-w-0 gap-3">
        <h2 className="font-medium text-lg">{t("title")}</h2>
        <RunItems ctx={ctx} run={run} outcome={outcome} cursor={cursor} />
      </section>
    </>
  );
}
