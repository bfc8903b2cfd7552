"use client";

import { useFormatter, useTranslations } from "next-intl";
import { control, FieldFrame } from "#components/ui/field-frame.tsx";
import { type CronPattern, type Every, readPattern, switchPattern, writePattern } from "./cron-pattern.ts";

const patterns: Every[] = ["hour", "day", "weekday", "week", "month"];

type Props = { id: string; value: string; onChange: (expression: string) => void; errors: string[] };

/** A cron expression, by a builder or as it is written: each follows the other. */
export function CronFields({ id, value, onChange, errors }: Props) {
  const t = useTranslations("schedule_fields");
  const pattern = readPattern(value);
  const write = (next: CronPattern) => onChange(writePattern(next));
  return (
    <div className="grid gap-4">
      <fieldset className="min-w-0">
        <legend className="mb-2 font-medium text-sm">{t("how_often")}</legend>
        <div className="flex flex-wrap gap-2">
          {patterns.map((every) => (
            <label
              key={every}
              className="cursor-pointer rounded-full border border-line px-3 py-1.5 text-sm hover:bg-raised has-checked:border-accent has-checked:bg-accent/8 has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
            >
              <input
                type="radio"
                name={`${id}-every`}
                checked={pattern?.every === every}
                onChange={() => write(switchPattern(pattern, every))}
                className="sr-only"
              />
              {t(`every_${every}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {pattern ? <PatternFields pattern={pattern} onChange={write} /> : null}
      <FieldFrame
        label={t("expression")}
        id={id}
        error={errors}
        hint={<ExpressionHint value={value} />}
        isRequired
      >
        {(wired) => (
          <input
            {...wired}
            spellCheck={false}
            autoComplete="off"
            autoCapitalize="off"
            placeholder="7 6 * * 1-5"
            value={value}
            onChange={({ target }) => onChange(target.value)}
            className={`${control} font-mono`}
          />
        )}
      </FieldFrame>
      {pattern?.minute === 0 ? (
        <p className="text-quiet text-sm">
          {t("crowded")}{" "}
          <button
            type="button"
            onClick={() => write({ ...pattern, minute: 7 })}
            className="text-accent underline underline-offset-2"
          >
            {t("calmer")}
          </button>
        </p>
      ) : null}
    </div>
  );
}

function ExpressionHint({ value }: { value: string }) {
  const t = useTranslations("schedule_fields");
  const [, , day, , week] = value.trim().split(/\s+/);
  const isEither = Boolean(day && week && day !== "*" && week !== "*");
  return isEither ? t("either_day") : t("five_fields");
}

type PatternProps = { pattern: CronPattern; onChange: (pattern: CronPattern) => void };

function PatternFields({ pattern, onChange }: PatternProps) {
  const t = useTranslations("schedule_fields");
  const small = `${control} w-auto`;
  if (pattern.every === "hour") {
    return (
      <Labelled label={t("at_minute")}>
        <input
          type="number"
          min={0}
          max={59}
          value={pattern.minute}
          onChange={({ target }) =>
            onChange({ ...pattern, minute: Math.min(59, Math.max(0, Math.trunc(Number(target.value)))) })
          }
          className={small}
        />
      </Labelled>
    );
  }
  const { hour, minute } = pattern;
  const setTime = (text: string) => {
    const [h, m] = text.split(":").map(Number);
    if (h !== undefined && m !== undefined) onChange({ ...pattern, hour: h, minute: m });
  };
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <Labelled label={t("at_time")}>
        <input
          type="time"
          value={`${two(hour)}:${two(minute)}`}
          onChange={({ target }) => setTime(target.value)}
          className={small}
        />
      </Labelled>
      {pattern.every === "week" ? <Weekdays pattern={pattern} onChange={onChange} /> : null}
      {pattern.every === "month" ? (
        <Labelled label={t("on_day")}>
          <input
            type="number"
            min={1}
            max={31}
            value={pattern.day}
            onChange={({ target }) =>
              onChange({ ...pattern, day: Math.min(31, Math.max(1, Math.trunc(Number(target.value)))) })
            }
            className={small}
          />
        </Labelled>
      ) : null}
    </div>
  );
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

function Labelled({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: each caller puts its control inside
    <label className="grid w-fit gap-1.5 font-medium text-sm">
      {label}
      {children}
    </label>
  );
}

type WeekProps = {
  pattern: Extract<CronPattern, { every: "week" }>;
  onChange: (pattern: CronPattern) => void;
};

/** Days of the week, at least one. */
function Weekdays({ pattern, onChange }: WeekProps) {
  const t = useTranslations("schedule_fields");
  const format = useFormatter();
  const { days } = pattern;
  const toggle = (day: number) => {
    const next = days.includes(day) ? days.filter((other) => other !== day) : [...days, day];
    if (next.length > 0) onChange({ ...pattern, days: next });
  };
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium text-sm">{t("on_days")}</legend>
      <div className="flex flex-wrap gap-1">
        {[1, 2, 3, 4, 5, 6, 0].map((day) => (
          <label
            key={day}
            className="cursor-pointer rounded-lg border border-line px-2.5 py-2 text-sm hover:bg-raised has-checked:border-accent has-checked:bg-accent/8 has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="checkbox"
              checked={days.includes(day)}
              onChange={() => toggle(day)}
              className="sr-only"
            />
            {/* 4 January 1970 was a Sunday. */}
            {format.dateTime(new Date(Date.UTC(1970, 0, 4 + day)), { weekday: "short", timeZone: "UTC" })}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
