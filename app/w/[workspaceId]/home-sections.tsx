import Link from "next/link";
import { useTranslations } from "next-intl";
import { getTranslations } from "next-intl/server";
import { GrowthChart } from "#components/documents/growth-chart.tsx";
import { RunTable } from "#components/runs/run-table.tsx";
import { DayLanes } from "#components/schedules/day-lanes.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { Context } from "#lib/context.ts";
import { documentsByDay } from "#lib/documents/by-day.ts";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import type { Upcoming } from "#lib/schedules/upcoming.ts";
import { runRow } from "./rows.ts";

const strong = "text-accent text-sm underline underline-offset-2";

/** What runs in the next 24 hours. */
export function UpcomingSection({ workspaceId, upcoming }: { workspaceId: string; upcoming: Upcoming }) {
  const t = useTranslations("home");
  const { from, to, total, connectors } = upcoming;
  const lanes = connectors.map(
    ({ connector_id: id, connector_name: name, connector_type: type, ...when }) => ({
      href: `/w/${workspaceId}/connectors/${id}`,
      name,
      type: type as ConnectorType,
      ...when,
    }),
  );
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("upcoming")}</h2>
      {total === 0 ? <p className="text-quiet text-sm">{t("nothing_planned")}</p> : null}
      {total > 0 ? <DayLanes from={from} to={to} lanes={lanes} /> : null}
      {total > lanes.length ? (
        <p className="text-quiet text-sm">{t("more_planned", { count: total - lanes.length })}</p>
      ) : null}
    </section>
  );
}

/** What ran last. */
export function RunsSection({ workspaceId, runs }: { workspaceId: string; runs: PresentedRun[] }) {
  const t = useTranslations("home");
  return (
    <section className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h2 className="font-medium text-lg">{t("runs")}</h2>
        <Link href={`/w/${workspaceId}/runs`} className={strong}>
          {t("all_runs")}
        </Link>
      </div>
      {runs.length === 0 ? (
        <p className="text-quiet text-sm">{t("nothing_ran")}</p>
      ) : (
        <RunTable label={t("runs")} rows={runs.map((run) => runRow(workspaceId, run))} />
      )}
    </section>
  );
}

/** How many documents there were, day by day. */
export async function GrowthSection({ ctx, timezone }: { ctx: Context; timezone: string }) {
  const [{ total, days }, t] = await Promise.all([
    documentsByDay(ctx, { days: 30, timezone }),
    getTranslations("home"),
  ]);
  return (
    <section className="grid min-w-0 gap-3">
      <h2 className="font-medium text-lg">{t("growth", { count: total })}</h2>
      <GrowthChart days={days} />
    </section>
  );
}
