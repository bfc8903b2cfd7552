import { useFormatter, useTranslations } from "next-intl";

type Day = { day: string; documents: number; added: number; updated: number; deleted: number };

const height = 96;
const barsHeight = 32;
const fewestDays = 7;

/** Documents at the end of each day, and what each day brought; as a table for those who read instead. */
export function GrowthChart({ days: all }: { days: Day[] }) {
  const t = useTranslations("home");
  const format = useFormatter();
  const dateOf = (day: string) =>
    format.dateTime(new Date(day), { day: "numeric", month: "short", timeZone: "UTC" });
  const days = all.slice(Math.min(firstBusy(all), all.length - fewestDays));
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(1, ...days.map(({ documents }) => documents));
  return (
    <figure className="grid gap-2 rounded-lg border border-line p-4 text-sm tabular-nums">
      <div className="flex gap-2">
        <div aria-hidden="true" className="flex h-24 flex-col justify-between text-right text-quiet text-xs">
          <span>{format.number(most)}</span>
          <span>0</span>
        </div>
        <div className="grid min-w-0 grow gap-1">
          <Drawing
            days={days}
            most={most}
            titleOf={(day) => t("day", { ...numbers(day, format), day: dateOf(day.day) })}
          />
          <div aria-hidden="true" className="flex justify-between text-quiet text-xs">
            <span>{dateOf(first.day)}</span>
            <span>{dateOf(last.day)}</span>
          </div>
        </div>
      </div>
      <details>
        <summary className="w-fit cursor-pointer text-quiet text-xs">{t("as_table")}</summary>
        <DayTable days={days} dateOf={dateOf} />
      </details>
    </figure>
  );
}

/** Before its first document there is nothing to draw. */
function firstBusy(days: Day[]): number {
  const index = days.findIndex(({ documents, added, deleted }) => documents + added + deleted > 0);
  return index === -1 ? days.length : Math.max(0, index - 1);
}

type Numbers = Record<"documents" | "added" | "updated" | "deleted", string>;

function numbers(day: Day, format: ReturnType<typeof useFormatter>): Numbers {
  const { documents, added, updated, deleted } = day;
  return {
    documents: format.number(documents),
    added: format.number(added),
    updated: format.number(updated),
    deleted: format.number(deleted),
  };
}

type DrawingProps = { days: Day[]; most: number; titleOf: (day: Day) => string };

function Drawing({ days, most, titleOf }: DrawingProps) {
  const width = days.length * 10;
  const x = (index: number) => index * 10 + 5;
  const y = (documents: number) => height - (documents / most) * (height - 4);
  const points = days.map(({ documents }, index) => `${x(index)},${y(documents)}`).join(" ");
  const bottom = height + barsHeight + 4;
  return (
    <svg
      viewBox={`0 0 ${width} ${bottom}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-33 w-full"
    >
      <polygon
        points={`${x(0)},${height} ${points} ${x(days.length - 1)},${height}`}
        className="fill-accent/15"
      />
      <polyline
        points={points}
        fill="none"
        strokeWidth="1.5"
        className="stroke-accent"
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1="0"
        x2={width}
        y1={height}
        y2={height}
        className="stroke-line"
        vectorEffect="non-scaling-stroke"
      />
      <Bars days={days} bottom={bottom} />
      {days.map((day, index) => (
        <rect
          key={day.day}
          x={index * 10}
          width="10"
          y="0"
          height={bottom}
          className="fill-transparent hover:fill-ink/5"
        >
          <title>{titleOf(day)}</title>
        </rect>
      ))}
    </svg>
  );
}

/** What came and went each day: the busiest day is as high as there is room. */
function Bars({ days, bottom }: { days: Day[]; bottom: number }) {
  const busiest = Math.max(1, ...days.map(({ added, deleted }) => added + deleted));
  const part = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / busiest) * barsHeight));
  return days.map(({ day, added, deleted }, index) => {
    const [up, down] = [part(added), part(deleted)];
    return (
      <g key={day}>
        <rect x={index * 10 + 2} width="6" y={bottom - up} height={up} className="fill-good" />
        <rect x={index * 10 + 2} width="6" y={bottom - up - down} height={down} className="fill-warn" />
      </g>
    );
  });
}

function DayTable({ days, dateOf }: { days: Day[]; dateOf: (day: string) => string }) {
  const t = useTranslations("home");
  const outcomes = useTranslations("outcomes");
  const format = useFormatter();
  return (
    <table className="mt-2 w-full max-w-xl text-right text-sm [&_td]:py-1 [&_th]:py-1 [&_th]:font-medium">
      <thead className="text-quiet">
        <tr>
          <th scope="col" className="text-left">
            {t("day_name")}
          </th>
          <th scope="col">{t("documents")}</th>
          <th scope="col">{outcomes("added")}</th>
          <th scope="col">{outcomes("updated")}</th>
          <th scope="col">{outcomes("deleted")}</th>
        </tr>
      </thead>
      <tbody>
        {days.toReversed().map((day) => {
          const shown = numbers(day, format);
          return (
            <tr key={day.day} className="border-line border-t">
              <th scope="row" className="text-left">
                {dateOf(day.day)}
              </th>
              <td>{shown.documents}</td>
              <td>{shown.added}</td>
              <td>{shown.updated}</td>
              <td>{shown.deleted}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
