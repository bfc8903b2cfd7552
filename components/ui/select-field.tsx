import type { ComponentProps } from "react";
import { control, FieldFrame } from "./field-frame.tsx";

export type Option = { value: string; words: string };
export type OptionGroup = { label: string; options: Option[] };

type Props = ComponentProps<"select"> & {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  options: readonly (Option | OptionGroup)[];
};

/** A labelled choice of one of many. */
export function SelectField({ label, hint, error, options, ...select }: Props) {
  return (
    <FieldFrame label={label} id={select.id} hint={hint} error={error}>
      {(wired) => (
        <select className={control} {...select} {...wired}>
          {options.map((entry) =>
            "options" in entry ? (
              <optgroup key={entry.label} label={entry.label}>
                {entry.options.map(option)}
              </optgroup>
            ) : (
              option(entry)
            ),
          )}
        </select>
      )}
    </FieldFrame>
  );
}

function option({ value, words }: Option) {
  return (
    <option key={value} value={value}>
      {words}
    </option>
  );
}
