"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";
import { Field } from "#components/ui/field.tsx";

type Props = { workspaceId: string; name: string };

/** Deletes the workspace, once its name was repeated. */
export function DeleteWorkspace({ workspaceId, name }: Props) {
  const t = useTranslations("settings");
  const { act, ...state } = useAct();
  const [repeated, setRepeated] = useState("");
  const door = `/v1/workspaces/${workspaceId}?${new URLSearchParams({ confirm: repeated })}`;
  const remove = () =>
    act(
      () => send("DELETE", door),
      () => location.assign("/"),
    );
  return (
    <div>
      <ConfirmButton
        words={t("delete")}
        title={t("delete_title", { name })}
        isReady={repeated === name}
        onConfirm={remove}
        {...state}
      >
        <p>{t("delete_what")}</p>
        <Field
          label={t("repeat_name", { name })}
          value={repeated}
          autoComplete="off"
          spellCheck={false}
          onChange={({ target }) => setRepeated(target.value)}
        />
      </ConfirmButton>
    </div>
  );
}
