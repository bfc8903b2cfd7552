"use client";

import { useRouter } from "next/navigation";
import { useEffect, useMemo, useRef, useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { send } from "#app/api-client.ts";
import {
  type ConnectorForm,
  connectorResolver,
  credentialsToSend,
  slotsToSend,
} from "#components/connectors/fields/connector-form.ts";
import { initialForm } from "../../new/initial-form.ts";
import { useProblems } from "../../use-problems.ts";
import type { Subject } from "./connector-settings.tsx";

/** What is sent: the parts that differ from what is stored. */
export type Change = {
  name?: string;
  slots?: Record<string, unknown>;
  credentials?: Record<string, unknown> | null;
};

/** A connector's settings as a form, which saves what was changed and nobody else's change away. */
export function useSettingsForm(subject: Subject) {
  const { workspaceId, id, type, version } = subject;
  const { refresh } = useRouter();
  const stored = useMemo(() => storedForm(subject), [subject]);
  const form = useForm<ConnectorForm>({
    resolver: connectorResolver(type),
    defaultValues: stored,
    mode: "onTouched",
    shouldFocusError: false,
  });
  const values = useWatch({ control: form.control }) as ConnectorForm;
  const problems = useProblems(type, form);
  const [isBusy, setBusy] = useState(false);
  const [isStale, setStale] = useState(false);
  const [isSaved, setSaved] = useState(false);
  const change = changeOf(subject, values);
  // What was saved elsewhere meanwhile replaces what is shown only where nothing was entered: else saving tells of it.
  const [base, setBase] = useState(version);
  const follows = useRef(false);
  const isChanged = Object.keys(change).length > 0;
  useEffect(() => {
    if (base === version || (isChanged && !follows.current)) return;
    follows.current = false;
    setBase(version);
    form.reset(stored);
  }, [base, version, isChanged, stored, form]);
  const save = async ({ evenIfStale = false } = {}) => {
    setSaved(false);
    if (!(await form.trigger())) return problems.show();
    problems.hide();
    setBusy(true);
    const headers = { "if-match": evenIfStale ? "*" : `"${base}"` };
    const path = `/v1/workspaces/${workspaceId}/connectors/${id}`;
    const answer = await send("PATCH", path, change, { headers });
    setBusy(false);
    const stale = !answer.ok && answer.refusal.kind === "refused" && answer.refusal.status === 412;
    setStale(stale);
    if (!answer.ok) return stale ? undefined : problems.refuse(answer.refusal);
    setSaved(true);
    follows.current = true;
    refresh();
  };
  const discard = () => {
    setStale(false);
    problems.hide();
    form.reset(stored);
    follows.current = true;
    refresh();
  };
  return { form, problems, change, isBusy, isStale, isSaved, save, discard };
}

function storedForm({ type, name, slots, hasCredentials }: Subject): ConnectorForm {
  const blank = initialForm(type, { me: "", timeZone: "Etc/UTC" });
  return { ...blank, name, slots, method: hasCredentials ? "keep" : "none" };
}

function changeOf({ type, name, slots, hasCredentials }: Subject, values: ConnectorForm): Change {
  const sent = slotsToSend(type, values.slots);
  const credentials = credentialsToSend(type, values);
  const removes = values.method === "none" && hasCredentials;
  return {
    ...(values.name.trim() === name ? {} : { name: values.name.trim() }),
    ...(same(sent, slotsToSend(type, slots)) ? {} : { slots: sent }),
    ...(credentials ? { credentials } : removes ? { credentials: null } : {}),
  };
}

/** Whether two objects say the same, whatever the order of their keys. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one, sorted) === JSON.stringify(other, sorted);
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
