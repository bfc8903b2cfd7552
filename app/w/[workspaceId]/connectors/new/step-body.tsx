"use client";

import {
  type ConnectorForm,
  credentialsToSend,
  slotsToSend,
} from "#components/connectors/fields/connector-form.ts";
import type { useFacts } from "#components/connectors/wizard/use-facts.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { useTrial } from "../use-trial.ts";
import { CheckStep } from "./check-step.tsx";
import { ReviewStep } from "./review-step.tsx";
import { ScheduleStep } from "./schedule-step.tsx";
import { SettingsStep } from "./settings-step.tsx";
import type { Step } from "./steps.ts";
import type { Collections } from "./type-wizard.tsx";

type Props = {
  workspaceId: string;
  type: ConnectorType;
  step: Step;
  values: ConnectorForm;
  facts: ReturnType<typeof useFacts>;
  files: File[];
  onFiles: (files: File[]) => void;
  collections: Collections;
  hasMoreCollections: boolean;
  onOpenField: (path: string) => void;
};

/** The step that is open. What a check found stays while other steps are. */
export function StepBody(props: Props) {
  const { workspaceId, type, step, values, facts, onOpenField } = props;
  const { trial, run } = useTrial(workspaceId);
  if (step === "settings") return <SettingsStep type={type} files={props.files} onFiles={props.onFiles} />;
  if (step === "check") {
    const credentials = credentialsToSend(type, values);
    const subject = { type, slots: slotsToSend(type, values.slots), ...(credentials ? { credentials } : {}) };
    return <CheckStep subject={subject} trial={trial} run={run} onOpenField={onOpenField} />;
  }
  if (step === "schedule") {
    return (
      <ScheduleStep
        workspaceId={workspaceId}
        collections={props.collections}
        hasMore={props.hasMoreCollections}
      />
    );
  }
  return <ReviewStep form={values} facts={facts} onEdit={onOpenField} />;
}
