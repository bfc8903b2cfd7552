"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { goToField } from "#components/connectors/wizard/form-problems.ts";
import { type Step, stepOf } from "./steps.ts";

type Props = {
  step: Step;
  /** The field that was asked for last; its step may be about to open. */
  focus: { path: string; at: number } | undefined;
};

/** What a step is about. It takes the focus when its step opens, unless a field of it was asked for. */
export function StepHeading({ step, focus }: Props) {
  const t = useTranslations("wizard");
  const self = useRef<HTMLHeadingElement>(null);
  const shown = useRef<Step>(null);
  const served = useRef(0);
  useEffect(() => {
    const isNew = shown.current !== step;
    shown.current = step;
    if (focus && focus.at !== served.current) {
      if (stepOf(focus.path) !== step) return;
      served.current = focus.at;
      goToField(focus.path);
    } else if (isNew) {
      self.current?.focus();
    }
  }, [step, focus]);
  return (
    <div className="grid gap-1">
      <h2 ref={self} tabIndex={-1} className="font-medium text-lg outline-none">
        {t(`${step}_title`)}
      </h2>
      <p className="text-quiet text-sm empty:hidden">{t(`${step}_help`)}</p>
    </div>
  );
}
