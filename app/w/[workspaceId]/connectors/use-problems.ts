"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { FieldValues, Path, UseFormReturn } from "react-hook-form";
import type { Refusal } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { formPath, problemsOf, titleOf } from "#components/connectors/wizard/form-problems.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { fieldsOf } from "#lib/connectors/fields.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";

/** What the summary of a form's errors shows: it appears with a failed attempt, and shrinks as fields are put right. */
export function useProblems<T extends FieldValues>(type: ConnectorType, form: UseFormReturn<T>) {
  const say = useSay();
  const wordsOf = useRefusalWords();
  const titles = useTitles(type);
  const [attempt, setAttempt] = useState(0);
  const [message, setMessage] = useState<string>();
  const problems = problemsOf(form.formState.errors).map((problem) => {
    const { title, line } = titleOf(problem.path, titles);
    return { path: problem.path, title, line, message: say(problem.message) };
  });
  /** Shows what is wrong; a refusal without fields is told as a whole. */
  const show = (refusal?: Refusal) => {
    setMessage(refusal && wordsOf(refusal));
    setAttempt((count) => count + 1);
  };
  return {
    problems,
    attempt,
    message,
    show,
    /** Shows what the server said, at the fields that it named. */
    refuse: (refusal: Refusal) => {
      const named = refusal.kind === "refused" ? refusal.fields : [];
      const known = named.flatMap(({ path, message }) => {
        const place = formPath(path);
        return place ? [{ place, message }] : [];
      });
      for (const { place, message } of known) form.setError(place as Path<T>, { message });
      show(known.length < Math.max(1, named.length) ? refusal : undefined);
    },
    hide: () => {
      setMessage(undefined);
      setAttempt(0);
    },
  };
}

/** The titles of a form's fields by their paths, in the reader's language. */
function useTitles(type: ConnectorType): ReadonlyMap<string, string> {
  const say = useSay();
  const wizard = useTranslations("wizard");
  const schedule = useTranslations("schedule_fields");
  return useMemo(() => {
    const slots = fieldsOf(slotSchemas[type]).map(
      ({ path, title }) => [`slots.${path}`, say(title)] as const,
    );
    const credentials = Object.values(credentialMethods[type])
      .flatMap(fieldsOf)
      .map(({ path, title }) => [`credentials.${path}`, say(title)] as const);
    return new Map([
      ...slots,
      ...credentials,
      ["credentials", wizard("credentials")],
      ["name", wizard("name")],
      ["id", wizard("id")],
      ["collection_ids", wizard("collections")],
      ["schedule.scheduler_type", schedule("when_to_run")],
      ["schedule.scheduler_value", wizard("schedule")],
      ["schedule.timezone", schedule("timezone")],
      ["schedule.missed", schedule("missed")],
    ]);
  }, [type, say, wizard, schedule]);
}
