import type { ReactNode } from "react";
import { control } from "#components/ui/field-frame.tsx";
import { SpecFrame } from "./spec-frame.tsx";
import type { WidgetProps } from "./widget.ts";

type Props = WidgetProps & {
  /** What was made out of the value. */
  note?: ReactNode;
};

/** One line of text, hidden while it is secret. */
export function TextField({ spec, id, value, onChange, onBlur, errors, note }: Props) {
  return (
    <div className="grid gap-1.5">
      <SpecFrame spec={spec} id={id} errors={errors}>
        {(wired) => (
          <input
            {...wired}
            type={spec.isSecret ? "password" : "text"}
            autoComplete={spec.isSecret ? "new-password" : "off"}
            spellCheck={false}
            placeholder={spec.placeholder}
            value={value === undefined || value === null ? "" : String(value)}
            onChange={({ target }) => onChange(target.value)}
            onBlur={onBlur}
            className={control}
          />
        )}
      </SpecFrame>
      {note}
    </div>
  );
}

/** Digits; empty counts as not given. */
export function NumberField({ value, onChange, spec, ...rest }: WidgetProps) {
  const read = (text: unknown) => {
    const digits = String(text).trim();
    onChange(digits === "" ? undefined : /^-?\d+$/.test(digits) ? Number(digits) : digits);
  };
  const placeholder = spec.placeholder ?? (spec.fallback === undefined ? undefined : String(spec.fallback));
  return <TextField {...rest} spec={{ ...spec, placeholder }} value={value} onChange={read} />;
}
