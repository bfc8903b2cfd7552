"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { type ConnectorForm, connectorResolver } from "#components/connectors/fields/connector-form.ts";
import { formPath } from "#components/connectors/wizard/form-problems.ts";
import { scheduleToSend } from "#components/schedules/schedule-draft.ts";
import type { AskPreview } from "#components/schedules/use-schedule-preview.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { useProblems } from "../use-problems.ts";
import { keepDraft, readDraft } from "./draft.ts";
import { initialForm } from "./initial-form.ts";
import { fieldsOfStep, type Step } from "./steps.ts";

type Subject = { workspaceId: string; type: ConnectorType; me: string; timeZone: string };

/** The first step after the source. */
const firstReached = 2;

/** The wizard's form, with the draft that this tab keeps of it, how far it came and what is wrong with it. */
export function useWizardForm({ workspaceId, type, me, timeZone }: Subject) {
  const initial = useMemo(() => initialForm(type, { me, timeZone }), [type, me, timeZone]);
  const [draft] = useState(() => readDraft(workspaceId, type));
  const [reached, setReached] = useState(draft?.reached ?? firstReached);
  const form = useForm<ConnectorForm>({
    resolver: connectorResolver(type),
    defaultValues: { ...initial, ...draft?.form },
    mode: "onTouched",
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control }) as ConnectorForm;
  const problems = useProblems(type, form);
  const [focus, setFocus] = useState<{ path: string; at: number }>();
  const attempts = useRef(0);
  useEffect(
    () => keepDraft(workspaceId, type, { form: values, reached }),
    [workspaceId, type, values, reached],
  );
  const isScheduleRight = async (ask: AskPreview): Promise<boolean> => {
    const schedule = form.getValues("schedule");
    const reply = await ask(scheduleToSend(schedule));
    if (reply.ok || reply.fields.length === 0) return true;
    for (const { path, message } of reply.fields)
      form.setError((formPath(path) ?? "schedule") as "schedule", { message });
    return false;
  };
  return {
    form,
    values,
    reached,
    problems,
    focus,
    hasInput: hasInput(values, initial),
    reach: (index: number) => setReached((before) => Math.max(before, index)),
    /** Gives a field the focus, in its step if need be. */
    focusLater: (path: string) => {
      attempts.current += 1;
      setFocus({ path, at: attempts.current });
    },
    /** Whether a step may be left: its own fields are right, as far as can be told here. */
    isStepRight: async (step: Step, ask: AskPreview): Promise<boolean> => {
      if (step === "settings") return form.trigger([...fieldsOfStep.settings]);
      return step === "schedule" ? isScheduleRight(ask) : true;
    },
  };
}

function hasInput(values: ConnectorForm, initial: ConnectorForm): boolean {
  const entered = ({ name: _, ...rest }: ConnectorForm) => JSON.stringify(rest);
  return entered(values) !== entered(initial);
}
