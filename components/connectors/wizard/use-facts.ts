"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { SchedulePreview } from "#components/schedules/use-schedule-preview.ts";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { metaOf } from "#lib/connectors/field-meta.ts";
import type { ConnectorType } from "#lib/connectors/slots.ts";
import type { ConnectorForm } from "../fields/connector-form.ts";
import { useSay } from "../fields/fields-context.tsx";
import { useSettings } from "./use-settings.ts";

type Subject = {
  type: ConnectorType;
  form: ConnectorForm;
  files: number;
  schedule: SchedulePreview | undefined;
  nameOf: (collectionId: string) => string;
};

/** What a form comes to, in words: what is read, how, when, and where it goes. */
export function useFacts({ type, form, files, schedule, nameOf }: Subject) {
  const t = useTranslations("wizard_review");
  const format = useFormatter();
  const say = useSay();
  const types = useTranslations("types");
  const sources = useTranslations("sources");
  const { method, collection_ids: ids } = form;
  const names = format.list(ids.map(nameOf));
  const settings = useSettings(type, form.slots);
  return {
    source: types(type),
    subject: sources(`${type}.subject`),
    settings:
      type === "upload" && files > 0
        ? [{ path: "slots", title: t("files"), words: format.number(files) }]
        : settings,
    signIn: signInWords(),
    schedule: scheduleWords(),
    missed: form.schedule.scheduler_type === "imed" ? undefined : t(`missed_${form.schedule.missed}`),
    collections: ids.length > 0 ? t("into", { names }) : t("no_collection"),
    begins: beginning(),
  };

  function signInWords(): string | undefined {
    if (Object.keys(credentialMethods[type]).length === 0) return undefined;
    const schema = credentialMethods[type][method];
    if (schema) return t("signs_in", { method: say(metaOf(schema).title ?? method) });
    return type === "web_scraper" ? t("no_sign_in") : t("credentials_later");
  }

  function scheduleWords(): string {
    if (form.schedule.scheduler_type === "imed") return t("on_association");
    if (!schedule) return t("no_schedule");
    return form.schedule.scheduler_type === "cron"
      ? t("scheduled", { words: schedule.description, zone: schedule.timezone.replaceAll("_", " ") })
      : schedule.description;
  }

  function beginning(): string {
    const [first] = schedule?.instants ?? [];
    if (form.schedule.scheduler_type === "imed") return ids.length > 0 ? t("at_once") : t("waits");
    if (first === undefined) return t("no_schedule");
    const at = format.dateTime(new Date(first), { dateStyle: "full", timeStyle: "short" });
    return ids.length > 0 ? t("first_at", { at }) : t("first_skipped", { at });
  }
}
