import { useFormatter, useTranslations } from "next-intl";
import { useDuration } from "#components/ui/amounts.tsx";
import type { RunMark } from "./row.ts";

const outcomes = ["added", "updated", "unchanged", "deleted", "skipped", "failed"] as const;

/** What a run did, part by part, without what it did nothing of. */
export function useCounterWords(): (counters: RunMark["counters"]) => string {
  const t = useTranslations("outcomes");
  const format = useFormatter();
  return (counters) =>
    outcomes
      .flatMap((outcome) => {
        const count = counters[outcome] ?? 0;
        return count > 0 ? [`${format.number(count)} ${t(outcome).toLowerCase()}`] : [];
      })
      .join(", ");
}

/** A run in one line: its state, when, how long, what it did and why. */
export function useRunWords(timeZone: string): (run: RunMark) => string {
  const states = useTranslations("states");
  const format = useFormatter();
  const durationOf = useDuration();
  const countersOf = useCounterWords();
  return (run) =>
    [
      states(run.state),
      format.dateTime(new Date(run.plannedAt ?? run.createdAt), {
        dateStyle: "medium",
        timeStyle: "short",
        timeZone,
      }),
      run.durationMs === null ? "" : durationOf(run.durationMs),
      countersOf(run.counters),
      run.reason ?? "",
    ]
      .filter(Boolean)
      .join(" · ");
}
