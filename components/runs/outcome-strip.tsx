import { useFormatter, useTranslations } from "next-intl";
import { type Counters, outcomes } from "./counters.ts";
import { outcomeLooks } from "./outcome-badge.tsx";

/** What a run discovered and what became of it, small: one bar, and the figures that aren't zero. */
export function OutcomeStrip({ counters }: { counters: Counters }) {
  const t = useTranslations("outcomes");
  const format = useFormatter();
  const present = outcomes.filter((outcome) => counters[outcome] > 0);
  return (
    <div className="grid w-44 gap-1">
      <div aria-hidden="true" className="flex h-1.5 gap-px overflow-hidden rounded-full bg-line">
        {present.map((outcome) => (
          <div
            key={outcome}
            className={`min-w-0.5 ${outcomeLooks[outcome].fill}`}
            style={{ flexGrow: counters[outcome], flexBasis: 0 }}
          />
        ))}
      </div>
      <p className="flex flex-wrap gap-x-2 text-xs">
        {present.length === 0 ? <span className="text-quiet">{t("none")}</span> : null}
        {present.map((outcome) => (
          <span
            key={outcome}
            title={t(outcome)}
            className={`whitespace-nowrap ${outcomeLooks[outcome].colour}`}
          >
            <span aria-hidden="true">{outcomeLooks[outcome].mark}</span>
            {format.number(counters[outcome])}
            <span className="sr-only"> {t(outcome)}</span>
          </span>
        ))}
      </p>
    </div>
  );
}
