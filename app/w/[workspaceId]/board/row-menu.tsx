"use client";

import { CirclePause, CirclePlay, Ellipsis, Play, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Refusal } from "#app/api-client.ts";
import { doors } from "#app/doors.ts";
import type { ScheduleRow } from "#components/schedules/row.ts";
import { Menu, type MenuItem } from "#components/ui/menu.tsx";
import type { BulkAction } from "./bulk-dialog.tsx";
import type { May } from "./may.ts";

type Props = {
  workspaceId: string;
  row: ScheduleRow;
  may: May;
  /** For what asks something first. */
  onAsk: (action: BulkAction) => void;
  onDone: (refusal: Refusal | undefined) => void;
};

/** What can be done to one connector as it is now. */
export function RowMenu({ workspaceId, row, may, onAsk, onDone }: Props) {
  const t = useTranslations("schedules");
  const go = async (door: "start_run" | "resume_connector") => {
    const answer = await doors[door](workspaceId, row.id);
    onDone(answer.ok ? undefined : answer.refusal);
  };
  const items: (MenuItem | false)[] = [
    may.run &&
      row.collections.length > 0 &&
      !row.conditions.includes("running") && {
        id: "run_now",
        label: t("do.run_now"),
        icon: <Play aria-hidden="true" size={14} />,
        onSelect: () => go("start_run"),
      },
    may.schedule &&
      (row.state === "active" || row.state === "waiting_for_collection") && {
        id: "pause",
        label: t("do.pause"),
        icon: <CirclePause aria-hidden="true" size={14} />,
        onSelect: () => onAsk("pause"),
      },
    may.schedule &&
      row.state === "paused" && {
        id: "resume",
        label: t("do.resume"),
        icon: <CirclePlay aria-hidden="true" size={14} />,
        onSelect: () => go("resume_connector"),
      },
    may.remove && {
      id: "delete",
      label: t("do.delete"),
      icon: <Trash2 aria-hidden="true" size={14} />,
      isDanger: true,
      onSelect: () => onAsk("delete"),
    },
  ];
  const possible = items.filter((item) => item !== false);
  if (possible.length === 0) return null;
  return (
    <Menu label={t("actions_of", { name: row.name })} items={possible}>
      <Ellipsis aria-hidden="true" size={16} />
    </Menu>
  );
}
