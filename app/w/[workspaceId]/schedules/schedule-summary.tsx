"use client";

import { CircleCheck, TriangleAlert } from "lucide-react";
import { useTimeZone, useTranslations } from "next-intl";
import { useState } from "react";
import { answerOf } from "#app/api-client.ts";
import { Counters } from "#components/schedules/counters.tsx";
import { quartersOf } from "#components/schedules/day-bars.ts";
import { DayStrip } from "#components/schedules/day-strip.tsx";
import { HeatMap } from "#components/schedules/heat-map.tsx";
import { zoneFor } from "#components/schedules/zone-mode.ts";
import { Moment } from "#components/ui/moment.tsx";
import { usePolling } from "#components/ui/use-polling.ts";
import type { Summary } from "#lib/schedules/summary-schemas.ts";
import { hrefTo, type View } from "../board/view.ts";

type Props = { workspaceId: string; summary: Summary; view: View };

/** Counters, the day, the week, and whether schedules and jobs agree; asked for again every half minute. */
export function ScheduleSummary({ workspaceId, summary: given, view }: Props) {
  const mine = useTimeZone() ?? "UTC";
  const timeZone = zoneFor(view.zone, mine);
  const [fresh, setFresh] = useState<{ of: Summary; summary: Summary }>();
  const summary = fresh?.of === given ? fresh.summary : given;
  usePolling(async () => {
    const query = new URLSearchParams({ timezone: given.week.timezone });
    const answer = await answerOf<Summary>(() =>
      fetch(`/v1/workspaces/${workspaceId}/schedules/summary?${query}`),
    );
    if (answer.ok) setFresh({ of: given, summary: answer.body });
    return answer.ok;
  }, false);
  const hrefOf = (window: { from: string; to: string } | undefined) =>
    hrefTo(view, { planned_from: window?.from, planned_to: window?.to });
  return (
    <div className="grid min-w-0 gap-4">
      <Counters
        counts={summary.counters}
        chosen={view.filters.state}
        hrefOf={(state) => hrefTo(view, { state })}
      />
      <div className="grid min-w-0 gap-x-8 gap-y-5 xl:grid-cols-[3fr_2fr]">
        <DayStrip
          quarters={quartersOf(summary.past_24_hours, summary.next_24_hours)}
          at={summary.at}
          timeZone={timeZone}
          hrefOf={hrefOf}
        />
        <HeatMap
          hours={summary.week.hours}
          from={summary.week.from}
          timeZone={summary.week.timezone}
          chosen={view.filters.planned_from}
          hrefOf={hrefOf}
        />
      </div>
      <Consistency summary={summary} />
    </div>
  );
}

function Consistency({ summary: { orphans, overdue, forecast } }: { summary: Summary }) {
  const t = useTranslations("schedules");
  const isSound = orphans?.count === 0 && overdue === 0;
  const Icon = isSound ? CircleCheck : TriangleAlert;
  return (
    <p className="flex flex-wrap items-baseline gap-x-2 text-quiet text-sm">
      <Icon
        aria-hidden="true"
        size={14}
        className={`translate-y-0.5 ${isSound ? "text-good" : "text-warn"}`}
      />
      {orphans ? (
        <>
          <span>{orphans.count === 0 ? t("jobs.sound") : t("jobs.orphans", { count: orphans.count })}</span>
          <span className="text-xs">
            {t("jobs.checked")} <Moment at={orphans.at} />
          </span>
        </>
      ) : (
        <span>{t("jobs.unknown")}</span>
      )}
      {overdue > 0 ? <span className="text-warn">{t("jobs.overdue", { count: overdue })}</span> : null}
      {forecast.truncated ? <span>{t("jobs.truncated")}</span> : null}
    </p>
  );
}
