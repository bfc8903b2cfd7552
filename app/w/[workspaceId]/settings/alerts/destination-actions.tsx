"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { useIsAlive } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";
import { Copyable } from "#components/ui/copyable.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { DestinationWithSecret } from "#lib/alerts/schemas.ts";

type Props = { door: string; address: string; isOn: boolean; isSigned: boolean };

/** What can be done with a destination. */
export function DestinationActions({ door, address, isOn, isSigned }: Props) {
  const t = useTranslations("alerts");
  const isAlive = useIsAlive();
  const { act, isBusy, problem } = useAct();
  const renewing = useAct();
  const deleting = useAct();
  const [secret, setSecret] = useState<string | null>(null);
  const renew = () => send<DestinationWithSecret>("PATCH", door, { new_secret: true });
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button
          look="plain"
          size="small"
          disabled={!isAlive || isBusy}
          onClick={() => act(() => send("POST", `${door}/test`))}
        >
          {t("test")}
        </Button>
        <Button
          look="plain"
          size="small"
          disabled={!isAlive || isBusy}
          onClick={() => act(() => send("PATCH", door, { enabled: !isOn }))}
        >
          {t(isOn ? "turn_off" : "turn_on")}
        </Button>
        {isSigned ? (
          <ConfirmButton
            look="quiet"
            words={t("new_secret")}
            title={t("new_secret_title")}
            onConfirm={() => renewing.act(renew, (body) => setSecret(body.secret))}
            isBusy={renewing.isBusy}
            problem={renewing.problem}
          >
            <p>{t("new_secret_what")}</p>
          </ConfirmButton>
        ) : null}
        <ConfirmButton
          look="quiet"
          words={t("delete")}
          title={t("delete_title", { address })}
          onConfirm={() => deleting.act(() => send("DELETE", door))}
          isBusy={deleting.isBusy}
          problem={deleting.problem}
        >
          <p>{t("delete_what")}</p>
        </ConfirmButton>
      </div>
      {secret ? <Copyable label={t("secret")} value={secret} hint={t("secret_hint")} /> : null}
      {problem ? <Notice>{problem}</Notice> : null}
    </div>
  );
}
