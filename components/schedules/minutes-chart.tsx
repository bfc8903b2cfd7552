import { useTranslations } from "next-intl";
import { FigureTable } from "./figure-table.tsx";

type Props = {
  title: string;
  load: { busiest: number; minutes: number[] };
  /** The highest bar of all charts beside this one. */
  most: number;
};

/** How many runs begin at each minute of the hour. */
export function MinutesChart({ title, load, most }: Props) {
  const t = useTranslations("schedules");
  return (
    <figure className="grid content-start gap-1.5">
      <figcaption className="flex items-baseline justify-between gap-2 text-xs">
        <span className="font-medium">{title}</span>
        <span className="text-quiet">{t("spread.busiest", { count: load.busiest })}</span>
      </figcaption>
      <svg
        viewBox="0 0 60 24"
        preserveAspectRatio="none"
        className="block h-16 w-full border-line border-b"
        aria-hidden="true"
      >
        {load.minutes.map((runs, minute) => {
          const tall = runs === 0 ? 0 : Math.max(0.5, (24 * runs) / Math.max(1, most));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: minutes stay where they are
              key={minute}
              x={minute + 0.1}
              y={24 - tall}
              width={0.8}
              height={tall}
              className="fill-accent"
            />
          );
        })}
      </svg>
      <FigureTable label={t("spread.table")} columns={[t("spread.minute"), t("spread.runs")]}>
        {load.minutes.map((runs, minute) =>
          runs === 0 ? null : (
            // biome-ignore lint/suspicious/noArrayIndexKey: minutes stay where they are
            <tr key={minute}>
              <th scope="row">{`:${String(minute).padStart(2, "0")}`}</th>
              <td>{runs}</td>
            </tr>
          ),
        )}
      </FigureTable>
    </figure>
  );
}
