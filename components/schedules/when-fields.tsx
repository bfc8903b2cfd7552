"use client";

import { useFormatter, useNow, useTranslations } from "next-intl";
import { control, FieldFrame } from "#components/ui/field-frame.tsx";
import { RadioCards } from "#components/ui/radio-cards.tsx";
import { localText, readMoment, type ScheduleDraft } from "./schedule-draft.ts";
import { offsetWords } from "./zones.ts";

type Props = {
  id: string;
  draft: Pick<ScheduleDraft, "when" | "occurrence" | "timezone">;
  onChange: (change: Partial<ScheduleDraft>) => void;
  errors: string[];
};

/** A date and a time on the clocks of a zone; where those show it twice or never, it asks. */
export function WhenFields({ id, draft, onChange, errors }: Props) {
  const t = useTranslations("schedule_fields");
  const format = useFormatter();
  const now = useNow();
  const { when, occurrence, timezone } = draft;
  const moment = readMoment(when, timezone);
  const clock = (at: Date) =>
    format.dateTime(at, { timeZone: timezone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  return (
    <div className="grid gap-4">
      <FieldFrame
        label={t("date_time")}
        id={id}
        error={errors}
        hint={moment ? format.relativeTime(moment.first, now) : undefined}
        isRequired
      >
        {(wired) => (
          <input
            {...wired}
            type="datetime-local"
            value={when}
            onChange={({ target }) => onChange({ when: target.value, occurrence: "first" })}
            className={`${control} sm:max-w-64`}
          />
        )}
      </FieldFrame>
      {moment?.kind === "skipped" ? (
        <div role="status" className="grid gap-2 rounded-lg border border-warn px-4 py-3 text-sm">
          <p>{t("skipped_time", { time: when.slice(11, 16), runs: clock(moment.first) })}</p>
          <p>
            <button
              type="button"
              onClick={() => onChange({ when: localText(moment.first, timezone) })}
              className="text-accent underline underline-offset-2"
            >
              {t("take_time", { time: clock(moment.first) })}
            </button>
          </p>
        </div>
      ) : null}
      {moment?.second ? (
        <RadioCards
          id={`${id}-occurrence`}
          label={t("twice", { time: when.slice(11, 16) })}
          options={[
            { value: "first", title: t("first_time"), description: offsetWords(timezone, moment.first) },
            { value: "second", title: t("second_time"), description: offsetWords(timezone, moment.second) },
          ]}
          value={occurrence}
          onChange={(chosen) => onChange({ occurrence: chosen })}
        />
      ) : null}
    </div>
  );
}
