import { useFormatter, useTranslations } from "next-intl";

type Day = { day: string; documents: number; added: number; updated: number; deleted: number };

const height = 64;
const barsHeight = 20;

/** Documents at the end of each day, and what each day brought; as a table for those who read instead. */
export function GrowthChart({ days }: { days: Day[] }) {
  const t = useTranslations("home");
  const format = useFormatter();
  const dateOf = (day: string) =>
    format.dateTime(new Date(day), { day: "numeric", month: "short", timeZone: "UTC" });
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(1, ...days.map(({ documents }) => documents));
  return (
    <figure className="grid gap-2 rounded-lg border border-line p-4 text-sm tabular-nums">
      <div className="flex gap-2">
        <div aria-hidden="true" className="flex flex-col justify-between pb-6 text-right text-quiet text-xs">
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

function Drawing({ days, most, titleOf }: { days: Day[]; most: number; titleOf: (day: Day) => string }) {
  const x = (index: number) => index * 10 + 5;
  const y = (documents: number) => height - (documents / most) * (height - 4);
  const points = days.map(({ documents }, index) => `${x(index)},${y(documents)}`).join(" ");
  const width = days.length * 10;
  const busiest = Math.max(1, ...days.map(({ added, deleted }) => added + deleted));
  const part = (count: number) => (count === 0 ? 0 : Math.max(1.5, (count / busiest) * barsHeight));
  return (
    <svg
      viewBox={`0 0 ${width} ${height + barsHeight + 4}`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className="block h-32 w-full"
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
      {days.map((day, index) => {
        const bottom = height + barsHeight + 4;
        return (
          <g key={day.day}>
            <rect
              x={index * 10 + 2}
              width="6"
              y={bottom - part(day.added)}
              height={part(day.added)}
              className="fill-good"
            />
            <rect
              x={index * 10 + 2}
              width="6"
              y={bottom - part(day.added) - part(day.deleted)}
              height={part(day.deleted)}
              className="fill-warn"
            />
            <rect
              x={index * 10}
              width="10"
              y="0"
              height={bottom}
              className="fill-transparent hover:fill-ink/5"
            >
              <title>{titleOf(day)}</title>
            </rect>
          </g>
        );
      })}
    </svg>
  );
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
