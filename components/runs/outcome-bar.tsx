import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { type Counters, type Outcome, outcomes } from "./counters.ts";
import { outcomeLooks } from "./outcome-badge.tsx";

type Props = {
  counters: Counters;
  /** The outcome that the list below is narrowed down to; null where there is no list. */
  chosen: Outcome | undefined | null;
  /** Where the items of an outcome are listed; of all without one. */
  hrefOf: (outcome?: Outcome) => string;
};

const part =
  "flex items-baseline gap-1.5 rounded-lg border px-2.5 py-1 hover:bg-raised aria-[current]:border-accent aria-[current]:bg-raised";

/** What became of everything that was discovered: parts of one bar, and figures that each narrow down the list. */
export function OutcomeBar({ counters, chosen, hrefOf }: Props) {
  const t = useTranslations("outcomes");
  const format = useFormatter();
  const present = outcomes.filter((outcome) => counters[outcome] > 0);
  return (
    <div className="grid gap-3">
      <div aria-hidden="true" className="flex h-3 gap-px overflow-hidden rounded-full bg-line">
        {present.map((outcome) => (
          <div
            key={outcome}
            title={`${t(outcome)}: ${format.number(counters[outcome])}`}
            className={`min-w-1 transition-[flex-grow] ${outcomeLooks[outcome].fill} ${chosen && chosen !== outcome ? "opacity-30" : ""}`}
            style={{ flexGrow: counters[outcome], flexBasis: 0 }}
          />
        ))}
      </div>
      <ul aria-label={t("title")} className="flex flex-wrap gap-1.5 text-sm tabular-nums">
        <li>
          <Link
            href={hrefOf()}
            scroll={false}
            aria-current={chosen === undefined ? "true" : undefined}
            className={`${part} border-transparent`}
          >
            <span className="font-medium">{format.number(counters.discovered)}</span> {t("discovered")}
          </Link>
        </li>
        {outcomes.map((outcome) => {
          const { mark, colour } = outcomeLooks[outcome];
          const figure = (
            <>
              <span aria-hidden="true" className={counters[outcome] > 0 ? colour : undefined}>
                {mark}
              </span>
              <span className="font-medium">{format.number(counters[outcome])}</span> {t(outcome)}
            </>
          );
          return (
            <li key={outcome}>
              {counters[outcome] > 0 ? (
                <Link
                  href={hrefOf(outcome)}
                  scroll={false}
                  aria-current={chosen === outcome ? "true" : undefined}
                  className={`${part} border-line`}
                >
                  {figure}
                </Link>
              ) : (
                <span className="flex items-baseline gap-1.5 border border-transparent px-2.5 py-1 text-quiet">
                  {figure}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
