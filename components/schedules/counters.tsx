import { AlarmClockCheck, CirclePause, LoaderCircle, TriangleAlert } from "lucide-react";
import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";

export const counterNames = ["needs_attention", "running", "due_within_hour", "paused_or_waiting"] as const;
export type CounterName = (typeof counterNames)[number];

type Props = {
  counts: Record<CounterName, number>;
  /** The one that the list is filtered by. */
  chosen: string | undefined;
  /** Of the list filtered by a counter, or by none. */
  hrefOf: (name: CounterName | undefined) => string;
};

const looks = {
  needs_attention: [TriangleAlert, "text-bad"],
  running: [LoaderCircle, "text-accent"],
  due_within_hour: [AlarmClockCheck, "text-good"],
  paused_or_waiting: [CirclePause, "text-warn"],
} as const;

/** Four counts, each of which narrows the list down to what it counted. */
export function Counters({ counts, chosen, hrefOf }: Props) {
  const t = useTranslations("schedules");
  const format = useFormatter();
  return (
    <ul className="grid grid-cols-2 gap-2 sm:grid-cols-4">
      {counterNames.map((name) => {
        const [Icon, colour] = looks[name];
        const isChosen = chosen === name;
        return (
          <li key={name}>
            <Link
              href={hrefOf(isChosen ? undefined : name)}
              scroll={false}
              aria-current={isChosen ? "true" : undefined}
              className="grid gap-1 rounded-lg border border-line px-3 py-2.5 hover:bg-raised aria-[current]:border-accent aria-[current]:bg-raised"
            >
              <span className="flex items-center gap-1.5 text-quiet text-xs">
                <Icon aria-hidden="true" size={14} className={counts[name] > 0 ? colour : ""} />
                {t(`counters.${name}`)}
              </span>
              <span className="font-semibold text-xl tabular-nums">{format.number(counts[name])}</span>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
