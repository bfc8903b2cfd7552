"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { send } from "#app/api-client.ts";
import { useAct } from "#app/use-act.ts";
import { ConfirmButton } from "#components/ui/confirm-button.tsx";
import { Section } from "#components/ui/section.tsx";

type Props = { workspaceId: string; id: string; name: string; documents: number; collections: number };

/** Deletes the connector, after it was said what goes with it. */
export function DeleteConnector({ workspaceId, id, name, documents, collections }: Props) {
  const t = useTranslations("connector_settings");
  const router = useRouter();
  const { act, ...state } = useAct();
  const remove = () =>
    act(
      () => send("DELETE", `/v1/workspaces/${workspaceId}/connectors/${id}`),
      () => {
        router.push(`/w/${workspaceId}/connectors`);
        router.refresh();
      },
    );
  return (
    <Section title={t("delete")} help={t("delete_help")}>
      <div>
        <ConfirmButton words={t("delete")} title={t("delete_title", { name })} onConfirm={remove} {...state}>
          <p>{t("goes", { documents, collections })}</p>
          <p className="text-quiet">{t("no_undo")}</p>
        </ConfirmButton>
      </div>
    </Section>
  );
}
