"use client";

import { useTranslations } from "next-intl";
import type { ComponentType } from "react";
import { useController } from "react-hook-form";
import type { Widget } from "#lib/connectors/field-meta.ts";
import type { FieldSpec } from "#lib/connectors/fields.ts";
import { CodeField, HeadersField, LinesField } from "./area-field.tsx";
import { ChoiceField, MemberField, SwitchField } from "./choice-field.tsx";
import { errorsOf } from "./field-errors.ts";
import { useSay } from "./fields-context.tsx";
import { fieldId } from "./form-paths.ts";
import { DriveLinkField, MicrosoftLinksField, StartPageField } from "./link-fields.tsx";
import { ServiceAccountField } from "./service-account-field.tsx";
import { NumberField, TextField } from "./text-field.tsx";
import { takesLines, type WidgetProps } from "./widget.ts";

const widgets: Record<Widget, ComponentType<WidgetProps>> = {
  text: TextField,
  code: CodeField,
  lines: LinesField,
  switch: SwitchField,
  choice: ChoiceField,
  number: NumberField,
  member: MemberField,
  headers: HeadersField,
  service_account: ServiceAccountField,
  drive_link: DriveLinkField,
  start_page: StartPageField,
  microsoft_links: MicrosoftLinksField,
};

type Props = {
  spec: FieldSpec;
  /** Its dotted place in the form's values. */
  name: string;
  hidesLabel?: boolean;
};

/** One field of a form, drawn by what its schema says of it. */
export function FormField({ spec, name, hidesLabel }: Props) {
  const t = useTranslations("fields");
  const say = useSay();
  const { field, fieldState } = useController({ name });
  const errors = errorsOf(fieldState.error).map(({ entry, message }) =>
    entry !== undefined && takesLines(spec.widget)
      ? t("line", { number: Number(entry) + 1, message: say(message) })
      : say(message),
  );
  const FieldWidget = widgets[spec.widget];
  return (
    <FieldWidget
      spec={inWords(spec, say)}
      id={fieldId(name)}
      value={field.value}
      onChange={field.onChange}
      onBlur={field.onBlur}
      errors={[...new Set(errors)]}
      hidesLabel={hidesLabel}
    />
  );
}

/** A field's description in the reader's language. */
export function inWords(spec: FieldSpec, say: (text: string) => string): FieldSpec {
  const { title, description, options } = spec;
  const said = Object.entries(options ?? {}).map(([value, words]) => [
    value,
    { title: say(words.title), description: words.description && say(words.description) },
  ]);
  return {
    ...spec,
    title: say(title),
    description: description && say(description),
    options: options && Object.fromEntries(said),
  };
}
