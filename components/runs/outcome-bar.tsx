import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type Counters, type Outcome, outcomes } from "./counters.ts";
import { outcomeLooks } from "./outcome-badge.tsx";

type Props = {
  counters: Counters;
  /** Where the items of an outcome are listed. */
  hrefOf: (outcome: Outcome) => string;
};

/** What became of everything that was discovered: parts of one bar, and the same in figures. */
export function OutcomeBar({ counters, hrefOf }: Props) {
  const t = useTranslations("outcomes");
  const format = useFormatter();
  const present = outcomes.filter((outcome) => counters[outcome] > 0);
  return (
    <div className="grid gap-3">
      <div aria-hidden="true" className="flex h-3 gap-px overflow-hidden rounded-full bg-line">
        {present.map((outcome) => (
          <div
            key={outcome}
            className={`min-w-1 ${outcomeLooks[outcome].fill}`}
            style={{ flexGrow: counters[outcome], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul aria-label={t("title")} className="flex flex-wrap gap-x-5 gap-y-1 text-sm tabular-nums">
        <li>
          <span className="font-medium">{format.number(counters.discovered)}</span> {t("discovered")}
        </li>
        {outcomes.map((outcome) => (
          <li key={outcome} className="text-quiet">
            <span
              aria-hidden="true"
              className={counters[outcome] > 0 ? outcomeLooks[outcome].colour : undefined}
            >
              {outcomeLooks[outcome].mark}
            </span>{" "}
            {counters[outcome] > 0 && outcome !== "unchanged" ? (
              <Link href={hrefOf(outcome)} className="text-ink underline underline-offset-2">
                <span className="font-medium">{format.number(counters[outcome])}</span> {t(outcome)}
              </Link>
            ) : (
              <>
                <span className="font-medium">{format.number(counters[outcome])}</span> {t(outcome)}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
