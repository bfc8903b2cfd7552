"use client";

import { useEffect, useMemo, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import type { Refusal } from "#app/api-client.ts";
import { type ConnectorForm, connectorResolver } from "#components/connectors/fields/connector-form.ts";
import { scheduleToSend } from "#components/schedules/schedule-draft.ts";
import type { AskPreview } from "#components/schedules/use-schedule-preview.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import { useProblems } from "../use-problems.ts";
import { keepDraft, readDraft } from "./draft.ts";
import { initialForm } from "./initial-form.ts";
import { fieldsOfStep, formPath, type Step } from "./steps.ts";

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
  const problems = useProblems(type, form.formState.errors);
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
    for (const { path, message } of reply.fields) setServerError(formPath(path) ?? "schedule", message);
    return false;
  };
  const setServerError = (path: string, message: string) => form.setError(path as "name", { message });
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
    /** Shows what the server said, at the fields that it named. */
    refuse: (refusal: Refusal) => {
      const named = refusal.kind === "refused" ? refusal.fields : [];
      const known = named.flatMap(({ path, message }) => {
        const place = formPath(path);
        return place ? [[place, message] as const] : [];
      });
      for (const [path, message] of known) setServerError(path, message);
      problems.show(known.length < Math.max(1, named.length) ? refusal : undefined);
    },
  };
}

function hasInput(values: ConnectorForm, initial: ConnectorForm): boolean {
  const entered = ({ name: _, ...rest }: ConnectorForm) => JSON.stringify(rest);
  return entered(values) !== entered(initial);
}
