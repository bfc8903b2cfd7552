"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId } from "react";
import { listZones } from "#components/schedules/zones.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import type { Change } from "./bulk-doors.ts";

/** Another time, another zone, or both; what is left empty stays as it is. */
export function RescheduleForm({ onLook }: { onLook: (change: Change) => void }) {
  const t = useTranslations("schedules");
  const zones = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [value = "", timezone = ""] = ["value", "timezone"].map((name) => String(form.get(name)).trim());
    onLook({
      action: "reschedule",
      ...(value && { scheduler_type: "cron", scheduler_value: value }),
      ...(timezone && { timezone }),
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-3 sm:grid-cols-[1fr_1fr_auto] sm:items-start">
      <AliveFields>
        <Field name="value" label={t("bulk.expression")} hint={t("bulk.expression_hint")} maxLength={256} />
        <Field
          name="timezone"
          label={t("bulk.zone")}
          hint={t("bulk.zone_hint")}
          list={zones}
          maxLength={64}
        />
        <datalist id={zones}>
          {listZones().map((zone) => (
            <option key={zone} value={zone} />
          ))}
        </datalist>
        <div className="sm:pt-6.5">
          <Button type="submit" look="plain">
            {t("bulk.look")}
          </Button>
        </div>
      </AliveFields>
    </form>
  );
}
