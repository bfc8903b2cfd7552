import { useDuration } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { RunMark } from "./row.ts";
import { useCounterWords } from "./use-run-words.ts";

type Props = { run: RunMark; anchor: DOMRect; timeZone: string };

const width = 256;

/** What a run came to, beside its mark; the mark's name says the same. */
export function RunTip({ run, anchor, timeZone }: Props) {
  const durationOf = useDuration();
  const countersOf = useCounterWords();
  const left = Math.max(8, Math.min(anchor.left - width / 2, innerWidth - width - 8));
  const isAbove = anchor.top > 160;
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none fixed z-20 grid gap-1 rounded-lg border border-line bg-page p-2.5 text-xs"
      style={{
        width,
        left,
        ...(isAbove ? { bottom: innerHeight - anchor.top + 6 } : { top: anchor.bottom + 6 }),
      }}
    >
      <p className="flex justify-between gap-3 font-medium">
        <StateBadge state={run.state} />
        {run.durationMs === null ? null : <span>{durationOf(run.durationMs)}</span>}
      </p>
      <p className="text-quiet">
        <Moment at={run.plannedAt ?? run.createdAt} timeZone={timeZone} />
      </p>
      <p>{countersOf(run.counters)}</p>
      {run.reason ? <p className="[overflow-wrap:anywhere]">{run.reason}</p> : null}
    </div>
  );
}
