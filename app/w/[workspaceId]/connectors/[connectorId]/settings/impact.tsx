"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import type { Refusal } from "#app/api-client.ts";
import { useRefusalWords } from "#app/use-refusal-words.ts";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { PreviewTable } from "#components/connectors/trial/preview-table.tsx";
import { compare, type Impact as Difference, type Preview } from "#components/connectors/trial/trial.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { askTrial, type TrialSubject } from "../../use-trial.ts";
import type { Subject } from "./connector-settings.tsx";
import type { Change } from "./use-settings-form.ts";

const items = 50;

type Result = { of: string; difference?: Difference; notes?: string[]; refusal?: Refusal };

/** What other settings would add and take away, found by previewing both; before anything is saved. */
export function Impact({ subject, change }: { subject: Subject; change: Change }) {
  const t = useTranslations("connector_settings");
  const say = useSay();
  const wordsOf = useRefusalWords();
  const [result, setResult] = useState<Result>();
  const [isBusy, setBusy] = useState(false);
  const stop = useRef<AbortController>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const of = JSON.stringify(change);
  const look = async () => {
    stop.current?.abort();
    stop.current = new AbortController();
    const { signal } = stop.current;
    setBusy(true);
    const found = await previewBoth(subject, change, signal);
    if (signal.aborted) return;
    setBusy(false);
    setResult({ of, ...found });
  };
  const shown = result?.of === of ? result : undefined;
  return (
    <section
      aria-label={t("impact")}
      className="grid min-w-0 gap-4 rounded-lg border border-line bg-raised p-4 text-sm"
    >
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="max-w-2xl">{t("impact_help")}</p>
        <Button look="plain" size="small" onClick={() => void look()} disabled={isBusy}>
          {isBusy ? t("looking") : t("look")}
        </Button>
      </div>
      {shown?.refusal ? <Notice>{wordsOf(shown.refusal)}</Notice> : null}
      {shown?.notes?.map((note) => (
        <p key={note} className="text-quiet">
          {say(note)}
        </p>
      ))}
      {shown?.difference ? <DifferenceShown {...shown.difference} /> : null}
    </section>
  );
}

function DifferenceShown({ added, removed, kept, isWhole }: Difference) {
  const t = useTranslations("connector_settings");
  return (
    <div role="status" className="grid min-w-0 gap-4">
      <p className="font-medium">
        {t("difference", { added: added.length, removed: removed.length, kept })}
        {isWhole ? "" : ` ${t("first_only")}`}
      </p>
      {added.length > 0 ? <PreviewTable label={t("added")} items={added} /> : null}
      {removed.length > 0 ? (
        <>
          <p className="text-quiet">{t("removed_help")}</p>
          <PreviewTable label={t("removed")} items={removed} isGone />
        </>
      ) : null}
    </div>
  );
}

async function previewBoth(
  subject: Subject,
  change: Change,
  signal: AbortSignal,
): Promise<Omit<Result, "of">> {
  const { workspaceId, id, type } = subject;
  const ask = (slots: Record<string, unknown>, credentials: Change["credentials"]) => {
    const body: TrialSubject = {
      type,
      slots,
      connector_id: id,
      ...(credentials === undefined ? {} : { credentials }),
    };
    return askTrial<Preview>(workspaceId, "preview", { ...body, limit: items }, signal);
  };
  const [before, after] = await Promise.all([
    ask(subject.slots, undefined),
    ask(change.slots ?? subject.slots, change.credentials),
  ]);
  if (!after.ok) return { refusal: after.refusal };
  if (!before.ok) return { refusal: before.refusal };
  const notes = [before.body.note, after.body.note].filter((note) => note !== null);
  return { difference: compare(before.body, after.body), notes: [...new Set(notes)] };
}
