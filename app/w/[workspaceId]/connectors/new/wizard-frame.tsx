"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Stepper } from "#components/connectors/wizard/stepper.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { type Step, stepsOf } from "./steps.ts";

type Props = {
  workspaceId: string;
  type: ConnectorType | undefined;
  step: Step;
  reached: number;
  onOpen: (step: Step) => void;
  children: ReactNode;
};

/** What all steps have above them. */
export function WizardFrame({ workspaceId, type, step, reached, onOpen, children }: Props) {
  const t = useTranslations("wizard");
  const shell = useTranslations("shell");
  const above = [{ href: `/w/${workspaceId}/connectors`, label: shell("connectors") }];
  return (
    <div className="grid min-w-0 gap-6">
      <PageHeader title={t("title")} above={above} />
      <Stepper
        steps={stepsOf(type)}
        current={step}
        reached={reached}
        titleOf={(one) => t(one)}
        onOpen={onOpen}
      />
      {children}
    </div>
  );
}
