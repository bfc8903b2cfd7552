import { type ComponentProps, useId } from "react";

type Props = ComponentProps<"input"> & {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value. */
  error?: string | undefined;
};

/** A labelled input with its hint and its error, both read out with it. */
export function Field({ label, hint, error, ...input }: Props) {
  const id = useId();
  const described = [hint ? `${id}-hint` : "", error ? `${id}-error` : ""].filter(Boolean).join(" ");
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="font-medium text-sm">
        {label}
      </label>
      <input
        id={id}
        aria-invalid={error ? true : undefined}
        aria-describedby={described || undefined}
        className="rounded-lg border border-line bg-raised px-3 py-2 text-base aria-invalid:border-bad read-only:text-quiet"
        {...input}
      />
      {hint ? (
        <p id={`${id}-hint`} className="text-quiet text-sm">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} className="text-bad text-sm">
          <span aria-hidden="true">✕</span> {error}
        </p>
      ) : null}
    </div>
  );
}
