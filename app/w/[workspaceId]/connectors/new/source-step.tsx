"use client";

import { useTranslations } from "next-intl";
import { SourceCards } from "#components/connectors/wizard/source-cards.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { WizardFrame } from "./wizard-frame.tsx";

type Props = {
  workspaceId: string;
  chosen: ConnectorType | undefined;
  /** Somebody looks around among the types. */
  onConsider: () => void;
  onChoose: (type: ConnectorType) => void;
};

/** What shall be read. */
export function SourceStep({ workspaceId, chosen, onConsider, onChoose }: Props) {
  const t = useTranslations("wizard");
  return (
    <WizardFrame workspaceId={workspaceId} type={chosen} step="source" reached={1} onOpen={() => {}}>
      <div className="grid gap-1">
        <h2 className="font-medium text-lg">{t("source_title")}</h2>
        <p className="text-quiet text-sm">{t("source_help")}</p>
      </div>
      <SourceCards chosen={chosen} onConsider={onConsider} onChoose={onChoose} />
    </WizardFrame>
  );
}
