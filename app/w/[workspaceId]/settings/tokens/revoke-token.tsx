"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";

type Props = { workspaceId: string; id: string; name: string };

export function RevokeToken({ workspaceId, id, name }: Props) {
  const t = useTranslations("tokens");
  const { act, ...state } = useAct();
  return (
    <ConfirmButton
      look="quiet"
      words={t("revoke")}
      title={t("revoke_title", { name })}
      onConfirm={() => act(() => send("DELETE", `/v1/workspaces/${workspaceId}/tokens/${id}`))}
      {...state}
    >
      <p>{t("revoke_what")}</p>
    </ConfirmButton>
  );
}
