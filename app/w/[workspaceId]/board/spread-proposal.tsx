"use client";

import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { type Refusal, send } from "#app/api-client.ts";
import { MinutesChart } from "#components/schedules/minutes-chart.tsx";
import type { SpreadAnswer } from "#lib/schedules/spread-schemas.ts";
import type { Change } from "./bulk-doors.ts";

type Props = {
  workspaceId: string;
  ids: string[];
  onLook: (change: Change) => void;
  onRefused: (refusal: Refusal) => void;
};

/** Calmer minutes for schedules that crowd one, with the crowd before and after. */
export function SpreadProposal({ workspaceId, ids, onLook, onRefused }: Props) {
  const t = useTranslations("schedules");
  const [proposal, setProposal] = useState<SpreadAnswer>();
  const ask = useEffectEvent(async () => {
    const path = `/v1/workspaces/${workspaceId}/schedules/spread`;
    const answer = await send<SpreadAnswer>("POST", path, { connector_ids: ids });
    if (!answer.ok) return onRefused(answer.refusal);
    setProposal(answer.body);
    const schedules = answer.body.items.flatMap(({ connector_id, after }) =>
      after === null ? [] : [{ connector_id, scheduler_value: after }],
    );
    if (schedules.length > 0) onLook({ action: "reschedule", schedules });
  });
  useEffect(() => {
    ask();
  }, []);
  if (!proposal) return null;
  const left = Map.groupBy(
    proposal.items.flatMap((item) => (item.left_because ? [item] : [])),
    (item) => item.left_because ?? "unknown",
  );
  return (
    <div className="grid gap-3 text-sm">
      <div className="grid gap-3 sm:grid-cols-2">
        <MinutesChart
          title={t("spread.before")}
          load={proposal.before}
          most={Math.max(...proposal.before.minutes, ...proposal.after.minutes)}
        />
        <MinutesChart
          title={t("spread.after")}
          load={proposal.after}
          most={Math.max(...proposal.before.minutes, ...proposal.after.minutes)}
        />
      </div>
      <ul className="text-quiet text-xs">
        {[...left].map(([why, items]) => (
          <li key={why}>{t(`spread.left.${why}`, { count: items.length })}</li>
        ))}
      </ul>
    </div>
  );
}
