"use client";

import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { useIsAlive } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";

/** Sends a message again. */
export function Redeliver({ door }: { door: string }) {
  const t = useTranslations("alerts");
  const isAlive = useIsAlive();
  const { act, isBusy, problem } = useAct();
  return (
    <>
      <Button
        look="quiet"
        size="small"
        disabled={!isAlive || isBusy}
        onClick={() => act(() => send("POST", door))}
      >
        {t("redeliver")}
      </Button>
      {problem ? <Notice>{problem}</Notice> : null}
    </>
  );
}
