"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { useFormContext, useFormState, useWatch } from "react-hook-form";
import { FieldErrors } from "#components/ui/field-frame.tsx";
import type { FieldSpec } from "#lib/connectors/fields.ts";
import { errorsOf } from "./field-errors.ts";
import { useSay } from "./fields-context.tsx";
import { FormField, inWords } from "./form-field.tsx";
import { fieldId, isEmpty, valueAt, wholeError } from "./form-paths.ts";
import { takesLines } from "./widget.ts";

type Props = { title: string; specs: FieldSpec[]; name: "slots" | "credentials" };

/** Fields of which any may be taken, together: each is ticked first, and filled in then. A switch that is on has it all. */
export function PickedFields({ title, specs, name }: Props) {
  const t = useTranslations("fields");
  const say = useSay();
  const { errors } = useFormState({ name });
  const values = useWatch({ name });
  const whole = wholeError(errors, name);
  const all = specs.find(({ widget, path }) => widget === "switch" && valueAt(values, path) === true);
  const shown = all ? [all] : specs;
  const id = fieldId(name);
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={whole !== undefined ? `${id}-error` : undefined}
      className="grid min-w-0 gap-1.5 rounded-lg"
    >
      <legend className="mb-1.5 font-medium text-sm">{title}</legend>
      <div className="grid divide-y divide-line rounded-lg border border-line">
        {shown.map((spec) => (
          <PickedField key={spec.path} spec={inWords(spec, say)} name={`${name}.${spec.path}`} />
        ))}
      </div>
      <p className="text-quiet text-sm">{all ? t("takes_all") : t("pick_any")}</p>
      <FieldErrors id={`${id}-error`} errors={whole !== undefined ? [say(whole)] : []} />
    </fieldset>
  );
}

function PickedField({ spec, name }: { spec: FieldSpec; name: string }) {
  const { setValue, getValues } = useFormContext();
  const { errors } = useFormState({ name });
  const isSwitch = spec.widget === "switch";
  const kept: unknown = useWatch({ name });
  const [isTicked, setTicked] = useState(() => !isEmpty(getValues(name)));
  const isOn = isSwitch
    ? kept === true
    : isTicked || !isEmpty(kept) || errorsOf(valueAt(errors, name)).length > 0;
  const tick = (on: boolean) => {
    setTicked(on);
    if (isSwitch) setValue(name, on, { shouldDirty: true });
    else if (!on) setValue(name, takesLines(spec.widget) ? [] : "", { shouldDirty: true });
  };
  const box = `${fieldId(name)}-picked`;
  return (
    <div className="grid gap-3 px-4 py-3">
      <label htmlFor={box} className="flex cursor-pointer items-start gap-3 text-sm">
        <input
          id={box}
          type="checkbox"
          checked={isOn}
          aria-describedby={`${box}-hint`}
          onChange={({ target }) => tick(target.checked)}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span className="grid">
          <span className="font-medium">{spec.title}</span>
          <span id={`${box}-hint`} className="text-quiet">
            {spec.description}
          </span>
        </span>
      </label>
      {isOn && !isSwitch ? (
        <div className="pl-7">
          <FormField spec={spec} name={name} hidesLabel />
        </div>
      ) : null}
    </div>
  );
}
