import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type DayBars, dayBars, type Part, type Quarter } from "./day-bars.ts";
import { FigureTable } from "./figure-table.tsx";

type Props = {
  quarters: Quarter[];
  at: string;
  timeZone: string;
  /** Of the list of what is planned in a quarter hour. */
  hrefOf: (window: { from: string; to: string }) => string;
};

const height = 96;
const quarterMs = 900_000;

const colours: Record<Part, string> = {
  good: "fill-good",
  idle: "fill-quiet/60",
  going: "fill-accent",
  planned: "fill-accent/25 stroke-accent stroke-[0.4]",
  partly: "fill-warn",
  bad: "fill-bad",
};
const legend: readonly Part[] = ["good", "idle", "partly", "bad", "going", "planned"];

/** The day behind and the day ahead by quarter hours: what went wrong hangs below the line, so that piles show. */
export function DayStrip({ quarters, at, timeZone, hrefOf }: Props) {
  const t = useTranslations("schedules");
  const drawn = dayBars(quarters, height);
  return (
    <figure className="grid min-w-0 content-start gap-2">
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-4 text-quiet text-xs">
        <span className="font-medium text-ink text-sm">{t("day.title")}</span>
        {drawn.peak > 0 ? t("day.peak", { count: drawn.peak }) : t("day.nothing")}
      </figcaption>
      <Picture drawn={drawn} quarters={quarters} at={at} timeZone={timeZone} />
      <Legend quarters={quarters} />
      <DayTable quarters={quarters} timeZone={timeZone} hrefOf={hrefOf} />
    </figure>
  );
}

type PictureProps = { drawn: DayBars; quarters: Quarter[]; at: string; timeZone: string };

function Picture({ drawn, quarters, at, timeZone }: PictureProps) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const count = Math.max(1, quarters.length);
  const nowX = (Date.parse(at) - Date.parse(quarters[0]?.from ?? at)) / quarterMs;
  const clock = (from: string) =>
    format.dateTime(new Date(from), { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone });
  const ticks = quarters.flatMap(({ from }, x) =>
    /^(00|06|12|18):00$/.test(clock(from)) ? [{ x, from }] : [],
  );
  return (
    <div aria-hidden="true" className="relative pb-4 text-[0.6875rem] text-quiet">
      <svg
        viewBox={`0 0 ${count} ${height}`}
        preserveAspectRatio="none"
        className="block h-24 w-full"
        role="none"
      >
        <line
          x1={0}
          x2={count}
          y1={drawn.lineY}
          y2={drawn.lineY}
          className="stroke-line"
          vectorEffect="non-scaling-stroke"
        />
        {ticks.map(({ x }) => (
          <line
            key={x}
            x1={x}
            x2={x}
            y1={0}
            y2={height}
            className="stroke-line"
            strokeDasharray="2 3"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {drawn.bars.map(({ part, x, y, height: tall }) => (
          <rect key={`${x}${part}`} x={x + 0.1} y={y} width={0.8} height={tall} className={colours[part]}>
            <title>{`${clock(quarters[x]?.from ?? at)} · ${t(`parts.${part}`, { count: quarters[x]?.parts[part] ?? 0 })}`}</title>
          </rect>
        ))}
        <line
          x1={nowX}
          x2={nowX}
          y1={0}
          y2={height}
          className="stroke-ink"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      {ticks.map(({ x, from }) => (
        <span
          key={x}
          className={`absolute bottom-0 ${x < count * 0.04 ? "" : "-translate-x-1/2"}`}
          style={{ left: `${(100 * x) / count}%` }}
        >
          {clock(from)}
        </span>
      ))}
      <span
        className="-top-1 absolute rounded-sm bg-ink px-1 text-page"
        style={{ left: `calc(${(100 * nowX) / count}% + 3px)` }}
      >
        {t("day.now")}
      </span>
    </div>
  );
}

function Legend({ quarters }: { quarters: Quarter[] }) {
  const t = useTranslations("schedules");
  const totals = legend.map((part) => quarters.reduce((sum, { parts }) => sum + (parts[part] ?? 0), 0));
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1 text-quiet text-xs">
      {legend.map((part, index) =>
        totals[index] === 0 ? null : (
          <li key={part} className="flex items-center gap-1.5">
            <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
              <rect x={0.4} y={0.4} width={7.2} height={7.2} className={colours[part]} />
            </svg>
            {t(`parts.${part}`, { count: totals[index] ?? 0 })}
          </li>
        ),
      )}
    </ul>
  );
}

function DayTable({ quarters, timeZone, hrefOf }: Omit<Props, "at">) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  const rows = quarters.filter(({ parts }) => Object.keys(parts).length > 0);
  return (
    <FigureTable label={t("day.table")} columns={[t("day.quarter"), t("day.runs")]}>
      {rows.map(({ from, parts, schedules }) => {
        const to = new Date(Date.parse(from) + quarterMs).toISOString();
        const time = format.dateTime(new Date(from), {
          weekday: "short",
          hour: "2-digit",
          minute: "2-digit",
          hourCycle: "h23",
          timeZone,
        });
        return (
          <tr key={from}>
            <th scope="row">
              {schedules > 0 ? (
                <Link
                  href={hrefOf({ from, to })}
                  scroll={false}
                  className="text-accent underline underline-offset-2"
                >
                  {time}
                </Link>
              ) : (
                time
              )}
            </th>
            <td>
              {legend
                .flatMap((part) => (parts[part] ? [t(`parts.${part}`, { count: parts[part] })] : []))
                .join(", ")}
            </td>
          </tr>
        );
      })}
    </FigureTable>
  );
}
