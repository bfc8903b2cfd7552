"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { CheckStages } from "#components/connectors/trial/check-stages.tsx";
import { PreviewResult } from "#components/connectors/trial/preview-table.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { Trial, TrialSubject } from "../use-trial.ts";

type Props = {
  subject: TrialSubject;
  trial: Trial | undefined;
  run: (subject: TrialSubject) => void;
  onOpenField: (path: string) => void;
};

/** Tries the settings at their source as soon as the step is open, and shows what a run would read. */
export function CheckStep({ subject, trial, run, onOpenField }: Props) {
  const t = useTranslations("trial");
  const wordsOf = useRefusalWords();
  const isFresh = trial?.of === JSON.stringify(subject);
  useEffect(() => {
    if (!isFresh) run(subject);
  }, [isFresh, run, subject]);
  const { check, preview, refusal, isBusy } = (isFresh ? trial : undefined) ?? { isBusy: true };
  return (
    <div className="grid min-w-0 gap-6">
      {refusal ? <Notice>{wordsOf(refusal)}</Notice> : null}
      {refusal && !check ? null : <CheckStages check={check} onOpenField={onOpenField} />}
      <div>
        <Button look="plain" size="small" onClick={() => run(subject)} disabled={isBusy}>
          {isBusy ? t("checking") : t("again")}
        </Button>
      </div>
      {check?.ok ? (
        <section className="grid min-w-0 gap-4 border-line border-t pt-6" aria-busy={isBusy}>
          <h3 className="font-medium">{t("preview")}</h3>
          {preview ? <PreviewResult preview={preview} /> : null}
          {isBusy ? (
            <p role="status" className="text-quiet text-sm">
              {t("looking")}
            </p>
          ) : null}
        </section>
      ) : null}
    </div>
  );
}
