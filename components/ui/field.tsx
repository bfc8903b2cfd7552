import type { ComponentProps } from "react";
import { control, FieldFrame } from "./field-frame.tsx";

type Props = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value. */
  error?: string | undefined;
};

/** A labelled input with its hint and its error, both read out with it. */
export function Field({ label, hint, error, ...input }: Props) {
  return (
    <FieldFrame label={label} id={input.id} hint={hint} error={error}>
      {(wired) => <input className={control} {...input} {...wired} />}
    </FieldFrame>
  );
}
