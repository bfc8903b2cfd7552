"use client";

import { ArrowRightLeft } from "lucide-react";
import { useFormatter, useNow, useTimeZone, useTranslations } from "next-intl";
import type { SchedulePreview } from "./use-schedule-preview.ts";
import { offsetMinutes, offsetWords } from "./zones.ts";

/** A schedule in words, and its next instants on its own clocks and on the viewer's. */
export function NextInstants({ preview }: { preview: SchedulePreview }) {
  const t = useTranslations("schedule_fields");
  const mine = useTimeZone() ?? "Etc/UTC";
  const { description, timezone, instants } = preview;
  const showsMine = offsetsDiffer(timezone, mine, instants);
  return (
    <div className="grid gap-3 rounded-lg border border-line bg-raised px-4 py-3 text-sm">
      <p aria-live="polite" className="font-medium">
        {description}
      </p>
      {instants.length > 0 ? (
        <table className="w-full border-collapse text-left tabular-nums [&_td]:py-1 [&_td]:pr-4 [&_td]:align-top">
          <caption className="sr-only">{t("next")}</caption>
          <thead className="text-quiet text-xs">
            <tr>
              <th scope="col" className="pr-4 pb-1 font-normal">
                {timezone.replaceAll("_", " ")}
              </th>
              {showsMine ? (
                <th scope="col" className="pr-4 pb-1 font-normal">
                  {t("your_time", { zone: mine.replaceAll("_", " ") })}
                </th>
              ) : null}
            </tr>
          </thead>
          <tbody>
            {instants.map((at, index) => (
              <Instant
                key={at}
                at={new Date(at)}
                before={instants[index - 1]}
                zone={timezone}
                mine={showsMine ? mine : undefined}
              />
            ))}
          </tbody>
        </table>
      ) : null}
    </div>
  );
}

function offsetsDiffer(zone: string, mine: string, instants: string[]): boolean {
  return instants.some((at) => offsetMinutes(zone, new Date(at)) !== offsetMinutes(mine, new Date(at)));
}

type InstantProps = { at: Date; before: string | undefined; zone: string; mine: string | undefined };

function Instant({ at, before, zone, mine }: InstantProps) {
  const t = useTranslations("schedule_fields");
  const now = useNow();
  const shift = offsetMinutes(zone, at) - offsetMinutes(zone, before ? new Date(before) : now);
  return (
    <tr>
      <td>
        <Clock at={at} zone={zone} />
        {shift === 0 ? null : (
          <span className="flex items-center gap-1 text-warn text-xs">
            <ArrowRightLeft aria-hidden="true" size={12} />
            {shift > 0 ? t("clocks_forward", { minutes: shift }) : t("clocks_back", { minutes: -shift })}
          </span>
        )}
      </td>
      {mine ? (
        <td className="text-quiet">
          <Clock at={at} zone={mine} />
        </td>
      ) : null}
    </tr>
  );
}

function Clock({ at, zone }: { at: Date; zone: string }) {
  const format = useFormatter();
  const words = format.dateTime(at, {
    timeZone: zone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (
    <time dateTime={at.toISOString()}>
      {words} <span className="whitespace-nowrap text-quiet text-xs">{offsetWords(zone, at)}</span>
    </time>
  );
}
