"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";

type Props = { workspaceId: string; userId: string; name: string; isSelf: boolean };

/** Takes a member out of the workspace; oneself, too. */
export function RemoveMember({ workspaceId, userId, name, isSelf }: Props) {
  const t = useTranslations("members");
  const { act, ...state } = useAct();
  const ask = () => send("DELETE", `/v1/workspaces/${workspaceId}/members/${userId}`);
  const remove = () => (isSelf ? act(ask, () => location.assign("/")) : act(ask));
  return (
    <ConfirmButton
      look="quiet"
      words={t(isSelf ? "leave" : "remove")}
      title={t(isSelf ? "leave_title" : "remove_title", { name })}
      onConfirm={remove}
      {...state}
    >
      <p>{t(isSelf ? "leave_what" : "remove_what")}</p>
    </ConfirmButton>
  );
}
