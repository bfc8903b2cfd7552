"use client";

import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import type { KeyboardEvent } from "react";
import { type HourWindow, heatStep, hourWindows } from "./heat.ts";

type Props = {
  /** Planned runs by day, Monday first, and hour. */
  hours: number[][];
  from: string;
  timeZone: string;
  /** Where the hour begins that the list is filtered by. */
  chosen: string | undefined;
  hrefOf: (window: HourWindow | undefined) => string;
};

// Chosen so that the figure on each can be read in both themes.
const steps = [
  "bg-raised text-quiet",
  "bg-accent/10",
  "bg-accent/20",
  "bg-accent/30",
  "bg-accent/45",
  "bg-accent text-page",
];
// A Monday.
const monday = Date.UTC(2026, 10, 23);

/** A week's planned load by day and hour, as a table whose cells are coloured. An hour filters the list; arrows move. */
export function HeatMap({ hours, from, timeZone, chosen, hrefOf }: Props) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const windows = hourWindows(from, timeZone);
  const most = Math.max(0, ...hours.flat());
  const dayName = (day: number, weekday: "short" | "long") =>
    format.dateTime(new Date(monday + day * 86_400_000), { weekday, timeZone: "UTC" });
  return (
    <figure className="grid min-w-0 content-start gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 text-quiet text-xs">
        <span className="font-medium text-ink text-sm">{t("week.title")}</span>
        {most > 0 ? t("week.peak", { count: most }) : t("week.nothing")}
      </figcaption>
      <table
        onKeyDown={walk}
        className="w-full table-fixed border-separate border-spacing-px text-[0.625rem] tabular-nums"
      >
        <caption className="sr-only">{t("week.caption", { zone: timeZone })}</caption>
        <thead>
          <tr>
            <td className="w-8" />
            {Array.from({ length: 24 }, (_, hour) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: hours stay where they are
              <th key={hour} scope="col" className="font-normal text-quiet">
                <span className={hour % 6 === 0 ? "" : "sr-only"}>{String(hour).padStart(2, "0")}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {hours.map((day, index) => (
            <tr key={dayName(index, "long")}>
              <th scope="row" className="pr-1 text-left font-normal text-quiet">
                {dayName(index, "short")}
              </th>
              {day.map((runs, hour) => (
                <HourCell
                  // biome-ignore lint/suspicious/noArrayIndexKey: hours stay where they are
                  key={hour}
                  runs={runs}
                  step={heatStep(runs, most)}
                  name={t("week.cell", {
                    day: dayName(index, "long"),
                    hour: `${String(hour).padStart(2, "0")}:00`,
                    count: runs,
                  })}
                  window={windows[index]?.[hour] ?? undefined}
                  isChosen={chosen !== undefined && windows[index]?.[hour]?.from === chosen}
                  isFirst={index === 0 && hour === 0}
                  hrefOf={hrefOf}
                />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

type HourProps = {
  runs: number;
  step: number;
  name: string;
  window: HourWindow | undefined;
  isChosen: boolean;
  isFirst: boolean;
  hrefOf: Props["hrefOf"];
};

function HourCell({ runs, step, name, window, isChosen, isFirst, hrefOf }: HourProps) {
  const format = useFormatter();
  const figure = runs === 0 ? "" : format.number(runs, { notation: "compact" });
  const look = `grid h-4.5 place-items-center overflow-hidden rounded-xs ${steps[step]}`;
  return (
    <td className="p-0">
      {window ? (
        <Link
          href={hrefOf(isChosen ? undefined : window)}
          scroll={false}
          prefetch={false}
          tabIndex={isFirst ? 0 : -1}
          aria-label={name}
          title={name}
          aria-current={isChosen ? "true" : undefined}
          className={`${look} -outline-offset-1 hover:outline hover:outline-ink aria-[current]:outline-2 aria-[current]:outline-ink`}
        >
          <span className="max-2xl:hidden">{figure}</span>
        </Link>
      ) : (
        <span title={name} className={look} />
      )}
    </td>
  );
}

/** One stop of the tab key; arrows go from hour to hour. */
function walk(event: KeyboardEvent<HTMLTableElement>): void {
  const moves: Record<string, [number, number]> = {
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
  };
  const move = moves[event.key];
  const cell = document.activeElement?.closest("td");
  const row = cell?.closest("tr");
  if (!move || !cell || !row) return;
  event.preventDefault();
  const body = event.currentTarget.tBodies[0];
  const to = body?.rows[row.sectionRowIndex + move[0]]?.cells[cell.cellIndex + move[1]];
  to?.querySelector("a")?.focus();
}
