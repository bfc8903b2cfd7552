"use client";

import { useTranslations } from "next-intl";
import type { KeyboardEvent, ReactNode } from "react";
import { ErrorSummary } from "#components/connectors/wizard/error-summary.tsx";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import type { useProblems } from "../use-problems.ts";
import { StepHeading } from "./step-heading.tsx";
import type { Step } from "./steps.ts";

type Props = {
  step: Step;
  focus: { path: string; at: number } | undefined;
  problems: ReturnType<typeof useProblems>;
  isBusy: boolean;
  onContinue: () => void;
  onBack: () => void;
  onOpenField: (path: string) => void;
  children: ReactNode;
};

/** One step: what it is about, what is wrong, its fields, and the way on and back. */
export function StepForm({ step, focus, problems, isBusy, children, ...on }: Props) {
  const t = useTranslations("wizard");
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey) || isBusy) return;
    event.preventDefault();
    on.onContinue();
  };
  const isLast = step === "review";
  return (
    <form
      noValidate
      aria-label={t(step)}
      onKeyDown={press}
      onSubmit={(event) => {
        event.preventDefault();
        on.onContinue();
      }}
      className="grid min-w-0 content-start gap-6"
    >
      <AliveFields>
        <StepHeading step={step} focus={focus} />
        <ErrorSummary {...problems} onOpen={on.onOpenField} />
        {children}
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-page py-4">
          <Button type="submit" disabled={isBusy}>
            {isLast ? (isBusy ? t("creating") : t("create")) : t("continue")}
          </Button>
          <Button look="plain" onClick={on.onBack} disabled={isBusy}>
            {t("back")}
          </Button>
          <p className="text-quiet text-sm max-sm:hidden">{t("keys")}</p>
        </div>
      </AliveFields>
    </form>
  );
}
