"use client";

import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { useFormContext, useFormState } from "react-hook-form";
import type { z } from "zod";
import { FieldErrors } from "#components/ui/field-frame.tsx";
import { type FieldSpec, fieldsOf } from "#lib/connectors/fields.ts";
import { errorsOf } from "./field-errors.ts";
import { useSay } from "./fields-context.tsx";
import { FormField } from "./form-field.tsx";
import { fieldId, isEmpty, valueAt, wholeError } from "./form-paths.ts";
import { PickedFields } from "./picked-fields.tsx";

type Props = {
  schema: z.ZodType;
  /** What holds the fields in the form's values. */
  name: "slots" | "credentials";
};

/** The fields of a schema: groups together, what is rarely needed folded away. */
export function SchemaFields({ schema, name }: Props) {
  const specs = useMemo(() => fieldsOf(schema), [schema]);
  const usual = specs.filter(({ isAdvanced }) => !isAdvanced);
  const advanced = specs.filter(({ isAdvanced }) => isAdvanced);
  const { errors } = useFormState({ name });
  const say = useSay();
  const whole = wholeError(errors, name);
  return (
    <>
      {sections(usual).map((section) => (
        <Section key={section[0]?.path} specs={section} name={name} />
      ))}
      {whole !== undefined && !usual.some(({ picked }) => picked) ? (
        <div id={fieldId(name)} tabIndex={-1}>
          <FieldErrors id={`${fieldId(name)}-error`} errors={[say(whole)]} />
        </div>
      ) : null}
      {advanced.length > 0 ? <AdvancedFields specs={advanced} name={name} /> : null}
    </>
  );
}

/** Fields in their order; those of one group in a section together, each other in one of its own. */
function sections(specs: FieldSpec[]): FieldSpec[][] {
  const found: FieldSpec[][] = [];
  for (const spec of specs) {
    const group = spec.group ? found.find((section) => section[0]?.group === spec.group) : undefined;
    if (group) group.push(spec);
    else found.push([spec]);
  }
  return found;
}

function Section({ specs, name }: { specs: FieldSpec[]; name: Props["name"] }) {
  const say = useSay();
  const [first] = specs;
  if (first?.group === undefined) {
    return specs.map((spec) => <FormField key={spec.path} spec={spec} name={`${name}.${spec.path}`} />);
  }
  if (first.picked) return <PickedFields title={say(first.group)} specs={specs} name={name} />;
  return (
    <fieldset className="grid min-w-0 gap-3">
      <legend className="mb-3 font-medium text-sm">{say(first.group)}</legend>
      {specs.map((spec) => (
        <FormField key={spec.path} spec={spec} name={`${name}.${spec.path}`} />
      ))}
    </fieldset>
  );
}

/** What is rarely needed: open when somebody asks, when something was entered, and when something is wrong in it. */
function AdvancedFields({ specs, name }: { specs: FieldSpec[]; name: Props["name"] }) {
  const t = useTranslations("fields");
  const { getValues } = useFormContext();
  const { errors } = useFormState({ name });
  const isFilled = specs.some(({ path }) => !isEmpty(getValues(`${name}.${path}`)));
  const [isOpen, setOpen] = useState(isFilled);
  const isWrong = specs.some(({ path }) => errorsOf(valueAt(errors, `${name}.${path}`)).length > 0);
  return (
    <details
      open={isOpen || isWrong}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
      className="rounded-lg border border-line open:pb-1"
    >
      <summary className="cursor-pointer rounded-lg px-4 py-2.5 font-medium text-sm hover:bg-raised">
        {t("advanced")}
      </summary>
      <div className="grid gap-5 px-4 pt-3 pb-4">
        {specs.map((spec) => (
          <FormField key={spec.path} spec={spec} name={`${name}.${spec.path}`} />
        ))}
      </div>
    </details>
  );
}
