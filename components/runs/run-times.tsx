import { useTranslations } from "next-intl";
import { Duration } from "#components/ui/amounts.tsx";

export type Times = { waiting_ms: number; reading_ms: number; storing_ms: number; deleting_ms: number };

const stages = [
  ["waiting_ms", "bg-line"],
  ["reading_ms", "bg-accent"],
  ["storing_ms", "bg-good"],
  ["deleting_ms", "bg-warn"],
] as const;

/** Where a run's time went, stage by stage. */
export function RunTimes({ times }: { times: Times }) {
  const t = useTranslations("run_times");
  return (
    <div className="grid gap-2 text-sm">
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line">
        {stages.map(([stage, fill]) =>
          times[stage] > 0 ? (
            <div
              key={stage}
              className={`min-w-0.5 ${fill}`}
              style={{ flexGrow: times[stage], flexBasis: 0 }}
            />
          ) : null,
        )}
      </div>
      <ul aria-label={t("title")} className="flex flex-wrap gap-x-5 gap-y-1 tabular-nums">
        {stages.map(([stage, fill]) => (
          <li key={stage} className="flex items-baseline gap-1.5">
            <span aria-hidden="true" className={`size-2 rounded-full ${fill}`} />
            <span className="text-quiet">{t(stage)}</span>
            <Duration ms={times[stage]} />
          </li>
        ))}
      </ul>
    </div>
  );
}
