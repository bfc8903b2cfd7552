import { getTranslations } from "next-intl/server";
import { OutcomeBar } from "#components/runs/outcome-bar.tsx";
import { type RunBar, RunChart } from "#components/runs/run-chart.tsx";
import { hrefWith } from "#components/ui/pager.tsx";
import type { Context } from "#lib/context.ts";
import { listRuns } from "#lib/runs/list.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { durationOf } from "../../rows.ts";

type Props = { ctx: Context; connectorId: string; documents: number };

/** What the last run covered, as parts that add up, and how the last thirty went. */
export async function ConnectorHistory({ ctx, connectorId, documents }: Props) {
  const [{ items }, t] = await Promise.all([
    listRuns(ctx, { connector_id: connectorId, limit: 30 }),
    getTranslations("connectors"),
  ]);
  const ended = items.filter((run) => run.finished_at !== null && run.started_at !== null);
  const last = ended.find((run) => run.counters.discovered > 0 && run.trigger !== "retry");
  const bars = barsOf(ctx.workspaceId, ended, documents).toReversed();
  return (
    <>
      {last ? (
        <section className="grid min-w-0 gap-3">
          <h2 className="font-medium text-lg">{t("coverage")}</h2>
          <OutcomeBar
            counters={last.counters}
            chosen={null}
            hrefOf={(outcome) => hrefWith(`/w/${ctx.workspaceId}/runs/${last.id}`, { outcome })}
          />
        </section>
      ) : null}
      {bars.length > 1 ? (
        <section className="grid min-w-0 gap-3">
          <h2 className="font-medium text-lg">{t("history", { count: bars.length })}</h2>
          <RunChart runs={bars} />
        </section>
      ) : null}
    </>
  );
}

/** Documents are counted back from now by what each run added and deleted. */
function barsOf(workspaceId: string, runs: PresentedRun[], now: number): RunBar[] {
  let documents = now;
  return runs.map((run) => {
    const bar = {
      href: `/w/${workspaceId}/runs/${run.id}`,
      state: run.state,
      at: run.started_at ?? run.created_at,
      durationMs: durationOf(run) ?? 0,
      documents,
    };
    documents = Math.max(0, documents - run.counters.added + run.counters.deleted);
    return bar;
  });
}
