"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, type KeyboardEvent, useEffect, useState } from "react";
import { send } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { FieldsProvider } from "#components/connectors/fields/fields-context.tsx";
import type { SchemaWords } from "#components/connectors/fields/translate.ts";
import { goToField } from "#components/connectors/wizard/form-problems.ts";
import {
  draftOf,
  type ScheduleDraft,
  type StoredSchedule,
  scheduleToSend,
} from "#components/schedules/schedule-draft.ts";
import { type ScheduleErrors, ScheduleFields } from "#components/schedules/schedule-fields.tsx";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { useAskSchedule } from "../../ask-schedule.ts";
import { Stale } from "../stale.tsx";

type Props = {
  workspaceId: string;
  connectorId: string;
  /** What a change has to name, so that nobody's is lost. */
  version: number;
  schedule: StoredSchedule;
  words: SchemaWords;
};

/** When a connector runs, to change. */
export function ScheduleForm({ words, ...props }: Props) {
  return (
    <FieldsProvider words={words} members={[]}>
      {/* What was saved, here or elsewhere, is what the form begins from. */}
      <Form key={props.version} {...props} />
    </FieldsProvider>
  );
}

type Trouble = { errors: ScheduleErrors; message?: string; isStale?: boolean };

function Form({ workspaceId, connectorId, version, schedule }: Omit<Props, "words">) {
  const t = useTranslations("connector_settings");
  const { refresh } = useRouter();
  const wordsOf = useRefusalWords();
  const ask = useAskSchedule();
  const [draft, setDraft] = useState<ScheduleDraft>(() => draftOf(schedule));
  const [trouble, setTrouble] = useState<Trouble>({ errors: {} });
  const [isBusy, setBusy] = useState(false);
  const isChanged = JSON.stringify(draft) !== JSON.stringify(draftOf(schedule));
  const first = Object.keys(trouble.errors)[0];
  useEffect(() => {
    if (first) goToField(first);
  }, [first]);
  const save = async (ifMatch: string) => {
    setBusy(true);
    const body = { ...scheduleToSend(draft), missed: draft.missed };
    const door = `/v1/workspaces/${workspaceId}/schedules/${connectorId}`;
    const answer = await send("PATCH", door, body, { headers: { "if-match": ifMatch } });
    setBusy(false);
    if (answer.ok) return refresh();
    const { refusal } = answer;
    const fields = refusal.kind === "refused" ? refusal.fields : [];
    const isStale = refusal.kind === "refused" && refusal.status === 412;
    setTrouble({
      errors: Object.fromEntries(fields.map(({ path, message }) => [path, message])),
      ...(isStale ? { isStale } : fields.length === 0 ? { message: wordsOf(refusal) } : {}),
    });
  };
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (isChanged && !isBusy) void save(`"${version}"`);
  };
  return (
    <form
      noValidate
      aria-label={t("schedule_title")}
      onSubmit={submit}
      onKeyDown={(event) => event.key === "Enter" && (event.metaKey || event.ctrlKey) && submit(event)}
      className="grid min-w-0 gap-6"
    >
      <AliveFields>
        <ScheduleFields
          value={draft}
          onChange={(change) => {
            setTrouble({ errors: {} });
            setDraft((before) => ({ ...before, ...change }));
          }}
          errors={trouble.errors}
          ask={ask}
        />
        {trouble.message ? <Notice>{trouble.message}</Notice> : null}
        {trouble.isStale ? <Stale onTakeTheirs={refresh} onKeepMine={() => void save("*")} /> : null}
        <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-page py-4">
          <Button type="submit" size="small" disabled={!isChanged || isBusy}>
            {isBusy ? t("saving") : t("save")}
          </Button>
          {isChanged ? (
            <Button look="plain" size="small" onClick={() => setDraft(draftOf(schedule))} disabled={isBusy}>
              {t("discard")}
            </Button>
          ) : null}
          <p role="status" className="text-quiet text-sm">
            {isChanged ? t("unsaved") : ""}
          </p>
        </div>
      </AliveFields>
    </form>
  );
}
