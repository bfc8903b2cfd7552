import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Duration } from "#components/ui/amounts.tsx";
import { Facts } from "#components/ui/facts.tsx";
import { Moment } from "#components/ui/moment.tsx";
import type { PresentedRun } from "#lib/runs/schemas.ts";
import { durationOf } from "../../rows.ts";

/** When a run was planned, and when it ran. */
export function RunFacts({ run, workspaceId }: { run: PresentedRun; workspaceId: string }) {
  const t = useTranslations("runs");
  const format = useFormatter();
  const { started_at, finished_at, retry_of } = run;
  const moment = (at: string | null) => (at === null ? null : <Moment at={at} />);
  const duration = durationOf(run);
  return (
    <Facts
      facts={[
        [t("planned"), moment(run.scheduled_for)],
        [t("asked"), moment(run.created_at)],
        [t("not_before"), finished_at ? null : moment(run.not_before)],
        [t("started"), moment(started_at)],
        [t("finished"), moment(finished_at)],
        [t("duration"), duration === null ? null : <Duration key="duration" ms={duration} />],
        [t("attempts"), run.attempt > 1 ? format.number(run.attempt) : null],
        [
          t("retry_of"),
          retry_of && (
            <Link
              key="retry"
              href={`/w/${workspaceId}/runs/${retry_of}`}
              className="text-accent underline underline-offset-2"
            >
              {t("earlier")}
            </Link>
          ),
        ],
      ]}
    />
  );
}
