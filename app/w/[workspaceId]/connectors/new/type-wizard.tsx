"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { FormProvider } from "react-hook-form";
import { useFacts } from "#components/connectors/wizard/use-facts.ts";
import { scheduleToSend } from "#components/schedules/schedule-draft.ts";
import { useSchedulePreview } from "#components/schedules/use-schedule-preview.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { useAskSchedule } from "../ask-schedule.ts";
import type { CollectionChoice } from "../collections-field.tsx";
import { useUploads } from "../use-uploads.ts";
import { dropDraft } from "./draft.ts";
import { LeaveGuard } from "./leave-guard.tsx";
import type { usePlace } from "./place.ts";
import { StepBody } from "./step-body.tsx";
import { StepForm } from "./step-form.tsx";
import { type Step, stepOf, stepsOf } from "./steps.ts";
import { Summary } from "./summary.tsx";
import { Uploading } from "./uploading.tsx";
import { useCreation } from "./use-creation.ts";
import { useWizardForm } from "./use-wizard-form.ts";
import type { WizardProps } from "./wizard.tsx";
import { WizardFrame } from "./wizard-frame.tsx";

type Props = WizardProps & { type: ConnectorType; step: Step; go: ReturnType<typeof usePlace>["go"] };

/** The steps after the source: one form for all of them. */
export function TypeWizard(props: Props) {
  const { workspaceId, type, go } = props;
  const router = useRouter();
  const ask = useAskSchedule();
  const wizard = useWizardForm(props);
  const { form, values, reached, problems } = wizard;
  const { create, isBusy } = useCreation(workspaceId, type);
  const { uploads, start } = useUploads(workspaceId);
  const [files, setFiles] = useState<File[]>([]);
  const [made, setMade] = useState<string>();
  const collections = useCollections(props.collections);
  const steps = stepsOf(type);
  const step = reachedStep(steps, props.step, reached);
  const preview = useSchedulePreview(scheduleToSend(values.schedule), ask);
  const schedule = preview?.ok ? preview.body : undefined;
  const facts = useFacts({ type, form: values, files: files.length, schedule, nameOf: collections.nameOf });
  const open = (to: Step) => {
    problems.hide();
    go({ type, step: to });
  };
  const openField = (path: string) => {
    wizard.focusLater(path);
    if (stepOf(path) !== step) go({ type, step: stepOf(path) });
  };
  const finish = async () => {
    if (!(await form.trigger())) return problems.show();
    const answer = await create(form.getValues());
    if (!answer) return;
    if (!answer.ok) return problems.refuse(answer.refusal);
    dropDraft(workspaceId, type);
    setMade(answer.body.id);
    if (files.length > 0) await start(answer.body.id, files);
    else router.push(`/w/${workspaceId}/connectors/${answer.body.id}`);
  };
  const advance = async () => {
    if (step === "review") return finish();
    if (!(await wizard.isStepRight(step, ask))) return problems.show();
    const next = steps.indexOf(step) + 1;
    wizard.reach(next + 1);
    open(steps[next] ?? "review");
  };
  if (made !== undefined && files.length > 0) {
    return <Uploading workspaceId={workspaceId} connectorId={made} uploads={uploads} />;
  }
  return (
    <WizardFrame workspaceId={workspaceId} type={type} step={step} reached={reached} onOpen={open}>
      <LeaveGuard
        isActive={wizard.hasInput && made === undefined}
        onDiscard={() => dropDraft(workspaceId, type)}
      />
      <FormProvider {...form}>
        <div className="grid min-w-0 gap-8 xl:grid-cols-[minmax(0,44rem)_minmax(0,22rem)] xl:justify-between">
          <StepForm
            step={step}
            focus={wizard.focus}
            problems={problems}
            isBusy={isBusy || made !== undefined}
            onContinue={() => void advance()}
            onBack={() => open(steps[steps.indexOf(step) - 1] ?? "source")}
            onOpenField={openField}
          >
            <StepBody
              {...props}
              {...{ step, values, facts, files, collections, onFiles: setFiles, onOpenField: openField }}
            />
          </StepForm>
          <Summary workspaceId={workspaceId} type={type} form={values} facts={facts} />
        </div>
      </FormProvider>
    </WizardFrame>
  );
}

/** The step that is asked for, or the last one that was come to. */
function reachedStep(steps: Step[], asked: Step, reached: number): Step {
  return steps.indexOf(asked) < reached ? asked : (steps[reached - 1] ?? "settings");
}

export type Collections = ReturnType<typeof useCollections>;

/** The collections that are known so far: the first ones, and those that were searched for or made. */
function useCollections(first: CollectionChoice[]) {
  const [known, setKnown] = useState(first);
  return {
    known,
    nameOf: (id: string) => known.find((one) => one.id === id)?.name ?? id,
    add: (found: CollectionChoice[]) =>
      setKnown((before) => [...before, ...found.filter(({ id }) => !before.some((one) => one.id === id))]),
  };
}
