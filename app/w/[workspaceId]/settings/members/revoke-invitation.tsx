"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";

type Props = { workspaceId: string; id: string; email: string };

export function RevokeInvitation({ workspaceId, id, email }: Props) {
  const t = useTranslations("members");
  const { act, ...state } = useAct();
  return (
    <ConfirmButton
      look="quiet"
      words={t("revoke")}
      title={t("revoke_title", { email })}
      onConfirm={() => act(() => send("DELETE", `/v1/workspaces/${workspaceId}/invitations/${id}`))}
      {...state}
    >
      <p>{t("revoke_what")}</p>
    </ConfirmButton>
  );
}
