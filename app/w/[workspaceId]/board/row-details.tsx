"use client";

import Link from "next/link";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { answerOf } from "#app/api-client.ts";
import type { RunMark, ScheduleRow } from "#components/schedules/row.ts";
import { useCounterWords } from "#components/schedules/use-run-words.ts";
import { whyLate } from "#components/schedules/why-late.ts";
import { useDuration } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";

type Props = { row: ScheduleRow; timeZone: string; now: Date };

const shown = 5;

/** The next five runs, the last five, and why one was late. */
export function RowDetails({ row, timeZone, now }: Props) {
  const t = useTranslations("schedules");
  return (
    <div className="grid max-w-4xl gap-x-10 gap-y-4 py-1 md:grid-cols-2">
      <section className="grid content-start gap-1.5">
        <h3 className="font-medium">{t("details.next")}</h3>
        <NextRuns row={row} timeZone={timeZone} now={now} />
      </section>
      <section className="grid content-start gap-1.5">
        <h3 className="font-medium">{t("details.last")}</h3>
        {row.runs.length === 0 ? <p className="text-quiet">{t("not_yet")}</p> : null}
        <ol className="grid gap-2">
          {row.runs.slice(0, shown).map((run) => (
            <LastRun key={run.id} run={run} missed={row.missed} timeZone={timeZone} />
          ))}
        </ol>
      </section>
      {row.latenessS > 0 ? <p className="text-warn md:col-span-2">{t("details.late_now")}</p> : null}
    </div>
  );
}

function NextRuns({ row, timeZone, now }: Props) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const instants = useNextInstants(row);
  if (row.state === "waiting_for_collection") return <p className="text-quiet">{t("details.waits")}</p>;
  if (row.state !== "active" || instants?.length === 0) {
    return <p className="text-quiet">{t(row.state === "paused" ? "details.paused" : "details.none")}</p>;
  }
  return (
    <ol className="grid gap-1" aria-busy={instants === undefined}>
      {(instants ?? []).map((at) => (
        <li key={at} className="flex flex-wrap gap-x-3">
          <Moment at={at} timeZone={timeZone} />
          <span className="text-quiet">{format.relativeTime(new Date(at), now)}</span>
          {timeZone === row.timeZone ? null : (
            <span className="text-quiet text-xs">
              <Moment at={at} timeZone={row.timeZone} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** From the code that dispatches; the planned one comes first, however late it is. */
function useNextInstants({ kind, value, timeZone, nextRunAt }: ScheduleRow): string[] | undefined {
  const locale = useLocale();
  const [found, setFound] = useState<{ of: string | null; instants: string[] }>();
  useEffect(() => {
    let isLeft = false;
    const look = async () => {
      const query = new URLSearchParams({
        scheduler_type: kind,
        scheduler_value: value ?? "",
        timezone: timeZone,
        locale,
      });
      const answer = await answerOf<{ instants: string[] }>(() => fetch(`/v1/schedules/preview?${query}`));
      if (!isLeft && answer.ok) setFound({ of: nextRunAt, instants: answer.body.instants });
    };
    if (kind === "cron") look();
    return () => {
      isLeft = true;
    };
  }, [kind, value, timeZone, nextRunAt, locale]);
  const planned = nextRunAt === null ? [] : [nextRunAt];
  if (kind !== "cron") return planned;
  if (found?.of !== nextRunAt) return undefined;
  return [...new Set([...planned, ...found.instants])].slice(0, shown);
}

function LastRun({
  run,
  missed,
  timeZone,
}: {
  run: RunMark;
  missed: ScheduleRow["missed"];
  timeZone: string;
}) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const durationOf = useDuration();
  const countersOf = useCounterWords();
  const late = whyLate(run);
  const clock = (at: string) =>
    format.dateTime(new Date(at), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  return (
    <li className="grid gap-0.5">
      <span className="flex flex-wrap items-baseline gap-x-3">
        <Link href={run.href} prefetch={false} className="hover:underline">
          <StateBadge state={run.state} />
        </Link>
        <Moment at={run.plannedAt ?? run.createdAt} timeZone={timeZone} isBrief />
        {run.durationMs === null ? null : <span className="text-quiet">{durationOf(run.durationMs)}</span>}
      </span>
      <span className="text-quiet text-xs">{countersOf(run.counters)}</span>
      {run.reason ? <span className="text-xs [overflow-wrap:anywhere]">{run.reason}</span> : null}
      {late ? (
        <span className="text-warn text-xs">
          {t(late.why === "no_worker" ? `details.no_worker.${missed}` : "details.busy", {
            from: clock(late.from),
            to: clock(late.to),
          })}
        </span>
      ) : null}
    </li>
  );
}
