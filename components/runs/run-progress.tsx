import { useFormatter, useTranslations } from "next-intl";
import { Duration } from "#components/ui/amounts.tsx";

type Props = {
  discovered: number;
  progress: {
    stage: string | null;
    current_item: string | null;
    estimated_total: number | null;
    items_per_second: number;
  };
};

/** How far a run is that goes on: how much of what is expected, how fast, how long still, and what is in hand. */
export function RunProgress({ discovered, progress }: Props) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const { stage, current_item: current, estimated_total: expected, items_per_second: rate } = progress;
  const total = expected === null ? null : Math.max(expected, discovered);
  const left = total !== null && rate > 0 ? ((total - discovered) / rate) * 1000 : null;
  return (
    <section aria-label={t("progress")} className="grid gap-2 rounded-lg border border-line p-4 text-sm">
      {total === null ? null : (
        <progress
          aria-label={t("progress")}
          value={discovered}
          max={total}
          className="h-2 w-full overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent"
        />
      )}
      <p className="flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
        <span className="font-medium">
          {total === null
            ? t("so_far", { count: discovered })
            : t("so_far_of", { discovered: format.number(discovered), total: format.number(total) })}
        </span>
        {rate > 0 ? <span>{t("per_second", { items: format.number(rate) })}</span> : null}
        {left === null || left <= 0 ? null : (
          <span>
            {t("left")} <Duration ms={left} />
          </span>
        )}
        {stage ? <span className="text-quiet">{stage}</span> : null}
      </p>
      {current ? (
        <p className="truncate text-quiet" title={current}>
          {t("current")}: {current}
        </p>
      ) : null}
    </section>
  );
}
