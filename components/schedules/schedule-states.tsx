import { useTranslations } from "next-intl";
import { useDuration } from "#components/ui/amounts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { ScheduleRow } from "./row.ts";

type Props = {
  row: Pick<ScheduleRow, "state" | "conditions" | "failures" | "latenessS" | "pause">;
  timeZone: string;
};

/** Everything that a schedule is at once, the present first: a retry that runs isn't hidden by the failure before. */
export function ScheduleStates({ row, timeZone }: Props) {
  const t = useTranslations("schedules");
  const durationOf = useDuration(true);
  const { state, conditions, failures, latenessS, pause } = row;
  const wordsOf = {
    running: undefined,
    late: t("late_by", { duration: durationOf(latenessS * 1000) }),
    failing: t("failing_times", { count: failures }),
    needs_credentials: undefined,
  };
  return (
    <div className="grid justify-items-start gap-0.5">
      {conditions.map((condition) => (
        <span key={condition} className="whitespace-nowrap">
          <StateBadge state={condition} words={wordsOf[condition]} />
        </span>
      ))}
      {conditions.length > 0 && state === "active" ? null : <StateBadge state={state} />}
      {pause ? <Pause pause={pause} timeZone={timeZone} /> : null}
    </div>
  );
}

/** Who paused it, when and why. */
function Pause({ pause, timeZone }: { pause: NonNullable<ScheduleRow["pause"]>; timeZone: string }) {
  const t = useTranslations("schedules");
  return (
    <p className="max-w-44 text-quiet text-xs">
      {pause.by ?? t("by_nobody_here")}, <Moment at={pause.at} timeZone={timeZone} isBrief />
      {pause.reason ? <span className="block [overflow-wrap:anywhere]">“{pause.reason}”</span> : null}
    </p>
  );
}
