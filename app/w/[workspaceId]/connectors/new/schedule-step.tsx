"use client";

import { useTranslations } from "next-intl";
import { useFormContext, useFormState, useWatch } from "react-hook-form";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { problemsOf } from "#components/connectors/wizard/form-problems.ts";
import { ScheduleFields } from "#components/schedules/schedule-fields.tsx";
import { useAskSchedule } from "../ask-schedule.ts";
import { CollectionsField } from "../collections-field.tsx";
import type { Collections } from "./type-wizard.tsx";

type Props = {
  workspaceId: string;
  collections: Collections;
  hasMore: boolean;
};

/** When it runs, and into which collections its documents go. */
export function ScheduleStep({ workspaceId, collections, hasMore }: Props) {
  const t = useTranslations("wizard");
  const say = useSay();
  const ask = useAskSchedule();
  const { setValue, getValues, clearErrors } = useFormContext<ConnectorForm>();
  const { errors } = useFormState<ConnectorForm>({ name: ["schedule", "collection_ids"] });
  const schedule = useWatch<ConnectorForm, "schedule">({ name: "schedule" });
  const ids = useWatch<ConnectorForm, "collection_ids">({ name: "collection_ids" });
  const scheduleErrors = problemsOf(errors.schedule).map(({ path, message }) => [path, message]);
  return (
    <>
      <section className="grid min-w-0 gap-5">
        <h3 className="sr-only">{t("schedule")}</h3>
        <ScheduleFields
          value={schedule}
          onChange={(change) => {
            clearErrors("schedule");
            setValue("schedule", { ...getValues("schedule"), ...change }, { shouldDirty: true });
          }}
          errors={Object.fromEntries(scheduleErrors)}
          ask={ask}
          name="schedule"
        />
      </section>
      <section className="grid min-w-0 gap-5 border-line border-t pt-6">
        <CollectionsField
          workspaceId={workspaceId}
          known={collections.known}
          hasMore={hasMore}
          onFound={collections.add}
          value={ids}
          onChange={(chosen) => {
            clearErrors("collection_ids");
            setValue("collection_ids", chosen, { shouldDirty: true });
          }}
          errors={problemsOf(errors.collection_ids).map(({ message }) => say(message))}
        />
      </section>
    </>
  );
}
