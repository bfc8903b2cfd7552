"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { Button } from "#components/ui/button.tsx";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";
import { Notice } from "#components/ui/notice.tsx";

export function EndSession({ id }: { id: string }) {
  const t = useTranslations("account");
  const { act, isBusy, problem } = useAct();
  return (
    <>
      <Button
        look="quiet"
        size="small"
        className="-mx-3 -my-1.5"
        disabled={isBusy}
        onClick={() => act(() => send("DELETE", `/v1/me/sessions/${id}`))}
      >
        {t("end")}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </>
  );
}

export function EndOtherSessions() {
  const t = useTranslations("account");
  const { act, ...state } = useAct();
  return (
    <ConfirmButton
      words={t("end_others")}
      title={t("end_others_title")}
      onConfirm={() => act(() => send("DELETE", "/v1/me/sessions"))}
      {...state}
    >
      <p>{t("end_others_what")}</p>
    </ConfirmButton>
  );
}
