"use client";

import { useTranslations } from "next-intl";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { fieldId } from "#components/connectors/fields/form-paths.ts";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { CronFields } from "./cron-fields.tsx";
import { NextInstants } from "./next-instants.tsx";
import { type ScheduleDraft, scheduleToSend } from "./schedule-draft.ts";
import { type AskPreview, type PreviewReply, useSchedulePreview } from "./use-schedule-preview.ts";
import { WhenFields } from "./when-fields.tsx";
import { ZoneField } from "./zone-field.tsx";

export type ScheduleErrors = Partial<
  Record<"scheduler_type" | "scheduler_value" | "timezone" | "missed", string>
>;

type Props = {
  value: ScheduleDraft;
  onChange: (change: Partial<ScheduleDraft>) => void;
  /** What the server said when it was sent. */
  errors?: ScheduleErrors;
  ask: AskPreview;
  /** What the fields' ids begin with: a form that holds the schedule among other things has its name here. */
  name?: string;
};

/** When a connector runs: on association, repeatedly, or once; with what that comes to. */
export function ScheduleFields({ value, onChange, errors = {}, ask, name }: Props) {
  const t = useTranslations("schedule_fields");
  const say = useSay();
  const idOf = (field: string) => fieldId(name ? `${name}.${field}` : field);
  const reply = useSchedulePreview(scheduleToSend(value), ask);
  const kind = value.scheduler_type;
  const told = (path: keyof ScheduleErrors) => {
    const message = errors[path] ?? problemOf(reply, path);
    return message ? [say(message)] : [];
  };
  return (
    <div className="grid min-w-0 gap-6">
      <RadioCards
        id={idOf("scheduler_type")}
        label={t("when_to_run")}
        options={(["imed", "cron", "when"] as const).map((option) => ({
          value: option,
          title: t(option),
          description: t(`${option}_help`),
        }))}
        value={kind}
        onChange={(scheduler_type) => onChange({ scheduler_type })}
        errors={told("scheduler_type")}
      />
      {kind === "cron" ? (
        <CronFields
          id={idOf("scheduler_value")}
          value={value.cron}
          onChange={(cron) => onChange({ cron })}
          errors={told("scheduler_value")}
        />
      ) : null}
      {kind === "when" ? (
        <WhenFields
          id={idOf("scheduler_value")}
          draft={value}
          onChange={onChange}
          errors={told("scheduler_value")}
        />
      ) : null}
      {kind === "imed" ? null : (
        <>
          <ZoneField
            id={idOf("timezone")}
            value={value.timezone}
            onChange={(timezone) => onChange({ timezone })}
            errors={told("timezone")}
          />
          {reply?.ok ? <NextInstants preview={reply.body} /> : null}
          <RadioCards
            id={idOf("missed")}
            label={t("missed")}
            options={(["run_once", "skip"] as const).map((option) => ({
              value: option,
              title: t(option),
              description: t(`${option}_help`),
            }))}
            value={value.missed}
            onChange={(missed) => onChange({ missed })}
            errors={told("missed")}
          />
        </>
      )}
    </div>
  );
}

function problemOf(reply: PreviewReply | undefined, path: string): string | undefined {
  return reply?.ok === false ? reply.fields.find((field) => field.path === path)?.message : undefined;
}
