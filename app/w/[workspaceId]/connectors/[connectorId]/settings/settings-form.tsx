"use client";

import { useTranslations } from "next-intl";
import type { FormEvent, KeyboardEvent } from "react";
import { Controller, FormProvider, type UseFormReturn } from "react-hook-form";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { CredentialFields } from "#components/connectors/fields/credential-fields.tsx";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { SchemaFields } from "#components/connectors/fields/schema-fields.tsx";
import { ErrorSummary } from "#components/connectors/wizard/error-summary.tsx";
import { goToField } from "#components/connectors/wizard/form-problems.ts";
import { AliveFields } from "#components/ui/alive-fields.tsx";
import { Button } from "#components/ui/button.tsx";
import { Field } from "#components/ui/field.tsx";
import { Section } from "#components/ui/section.tsx";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";
import { Stale } from "../stale.tsx";
import type { Subject } from "./connector-settings.tsx";
import { Impact } from "./impact.tsx";
import { useSettingsForm } from "./use-settings-form.ts";

/** Name, settings and credentials, with what other settings would change, saved together. */
export function SettingsForm(subject: Subject) {
  const t = useTranslations("connector_settings");
  const { form, problems, change, isBusy, isStale, isSaved, save, discard } = useSettingsForm(subject);
  const isChanged = Object.keys(change).length > 0;
  const submit = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault();
    if (isChanged) void save();
  };
  return (
    <FormProvider {...form}>
      <form
        noValidate
        aria-label={t("title")}
        onSubmit={submit}
        onKeyDown={(event) => event.key === "Enter" && (event.metaKey || event.ctrlKey) && submit(event)}
        className="grid min-w-0 gap-8"
      >
        <AliveFields>
          <ErrorSummary {...problems} onOpen={goToField} />
          <Fields type={subject.type} form={form} hasCredentials={subject.hasCredentials} />
          {change.slots ? <Impact subject={subject} change={change} /> : null}
          {isStale ? (
            <Stale onTakeTheirs={discard} onKeepMine={() => void save({ evenIfStale: true })} />
          ) : null}
          <div className="sticky bottom-0 z-10 flex flex-wrap items-center gap-3 border-line border-t bg-page py-4">
            <Button type="submit" size="small" disabled={!isChanged || isBusy}>
              {isBusy ? t("saving") : t("save")}
            </Button>
            {isChanged ? (
              <Button look="plain" size="small" onClick={discard} disabled={isBusy}>
                {t("discard")}
              </Button>
            ) : null}
            <p role="status" className="text-quiet text-sm">
              {isSaved && !isChanged ? t("saved") : isChanged ? t("unsaved") : ""}
            </p>
          </div>
        </AliveFields>
      </form>
    </FormProvider>
  );
}

type FieldsProps = { type: ConnectorType; form: UseFormReturn<ConnectorForm>; hasCredentials: boolean };

function Fields({ type, form, hasCredentials }: FieldsProps) {
  const t = useTranslations("connector_settings");
  const wizard = useTranslations("wizard");
  const say = useSay();
  return (
    <>
      <Section title={t("name")} help={t("name_help")}>
        <Controller
          control={form.control}
          name="name"
          render={({ field, fieldState }) => (
            <Field
              id="field-name"
              label={wizard("name")}
              autoComplete="off"
              maxLength={200}
              error={fieldState.error?.message && say(fieldState.error.message)}
              {...field}
            />
          )}
        />
      </Section>
      {type === "upload" ? null : (
        <Section title={t("source")} help={t("source_help")}>
          <div className="grid min-w-0 max-w-2xl gap-5">
            <SchemaFields schema={slotSchemas[type]} name="slots" />
          </div>
        </Section>
      )}
      {Object.keys(credentialMethods[type]).length > 0 ? (
        <Section title={wizard("credentials")} help={t("credentials_help")}>
          <div className="grid min-w-0 max-w-2xl gap-5">
            <CredentialFields type={type} isSaved={hasCredentials} />
          </div>
        </Section>
      ) : null}
    </>
  );
}
