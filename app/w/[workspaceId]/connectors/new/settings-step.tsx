"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { useController, useFormContext, useWatch } from "react-hook-form";
import type { ConnectorForm } from "#components/connectors/fields/connector-form.ts";
import { CredentialFields } from "#components/connectors/fields/credential-fields.tsx";
import { useSay } from "#components/connectors/fields/fields-context.tsx";
import { SchemaFields } from "#components/connectors/fields/schema-fields.tsx";
import { proposeName } from "#components/connectors/wizard/propose-name.ts";
import { Field } from "#components/ui/field.tsx";
import { credentialMethods } from "#lib/connectors/credentials.ts";
import { type ConnectorType, slotSchemas } from "#lib/connectors/slots.ts";
import { DropZone } from "../drop-zone.tsx";
import { StagedFiles } from "./staged-files.tsx";

type Props = { type: ConnectorType; files: File[]; onFiles: (files: File[]) => void };

/** What is read, how it signs in, and what it is called. */
export function SettingsStep({ type, files, onFiles }: Props) {
  const t = useTranslations("wizard");
  return (
    <>
      <section className="grid min-w-0 gap-5">
        {type === "upload" ? (
          <>
            <DropZone onFiles={(more) => onFiles([...files, ...more])} hint={t("files_later")} />
            <StagedFiles files={files} onChange={onFiles} />
          </>
        ) : (
          <SchemaFields schema={slotSchemas[type]} name="slots" />
        )}
      </section>
      {Object.keys(credentialMethods[type]).length > 0 ? (
        <section className="grid min-w-0 gap-5 border-line border-t pt-6">
          <h3 className="font-medium">{t("credentials")}</h3>
          <CredentialFields type={type} />
        </section>
      ) : null}
      <section className="grid min-w-0 gap-5 border-line border-t pt-6">
        <h3 className="font-medium">{t("name_title")}</h3>
        <NameField type={type} />
        <IdField />
      </section>
    </>
  );
}

/** The connector's name: proposed from what it reads, until somebody writes one. */
function NameField({ type }: { type: ConnectorType }) {
  const t = useTranslations("wizard");
  const typeName = useTranslations("types")(type);
  const say = useSay();
  const { field, fieldState } = useController<ConnectorForm, "name">({ name: "name" });
  const slots = useWatch<ConnectorForm, "slots">({ name: "slots" });
  const { setValue } = useFormContext<ConnectorForm>();
  const proposal = proposeName(type, slots, typeName);
  const proposed = useRef(field.value === "" || field.value === proposal);
  useEffect(() => {
    if (proposed.current) setValue("name", proposal);
  }, [proposal, setValue]);
  return (
    <Field
      id="field-name"
      label={t("name")}
      hint={t("name_help")}
      autoComplete="off"
      maxLength={200}
      error={fieldState.error?.message && say(fieldState.error.message)}
      value={field.value}
      onChange={({ target }) => {
        proposed.current = target.value === "";
        field.onChange(target.value);
      }}
      onBlur={field.onBlur}
    />
  );
}

/** An id of one's own choice, for programs; folded away. */
function IdField() {
  const t = useTranslations("wizard");
  const say = useSay();
  const { field, fieldState } = useController<ConnectorForm, "id">({ name: "id" });
  const message = fieldState.error?.message;
  return (
    <details open={message !== undefined || field.value !== "" || undefined}>
      <summary className="w-fit cursor-pointer text-accent text-sm underline underline-offset-2">
        {t("choose_id")}
      </summary>
      <div className="pt-3">
        <Field
          id="field-id"
          label={t("id")}
          hint={t("id_help")}
          autoComplete="off"
          spellCheck={false}
          error={message && say(message)}
          {...field}
        />
      </div>
    </details>
  );
}
