import { type ReactNode, useId } from "react";

export type Wired = {
  id: string;
  "aria-invalid": true | undefined;
  "aria-describedby": string | undefined;
  "aria-required": true | undefined;
};

type Props = {
  label: ReactNode;
  /** What the control is found by; made up when absent. */
  id?: string | undefined;
  hint?: ReactNode;
  /** What is wrong with the value; each on a line of its own. */
  error?: string | readonly string[] | undefined;
  isRequired?: boolean | undefined;
  /** Stands beside the label: what to do about the field. */
  aside?: ReactNode;
  children: (wired: Wired) => ReactNode;
};

/** What goes around a control: its label, hint and errors, all read out with it. */
export function FieldFrame({ label, id: given, hint, error, isRequired, aside, children }: Props) {
  const made = useId();
  const id = given ?? made;
  const errors = error === undefined ? [] : [error].flat();
  const described = [hint ? `${id}-hint` : "", errors.length > 0 ? `${id}-error` : ""].filter(Boolean);
  return (
    <div className="grid min-w-0 content-start gap-1.5">
      <div className="flex items-baseline justify-between gap-3">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {aside}
      </div>
      {children({
        id,
        "aria-invalid": errors.length > 0 || undefined,
        "aria-describedby": described.join(" ") || undefined,
        "aria-required": isRequired || undefined,
      })}
      {hint ? (
        <p id={`${id}-hint`} className="text-quiet text-sm">
          {hint}
        </p>
      ) : null}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}

/** What is wrong, under what it is about. */
export function FieldErrors({ id, errors }: { id: string; errors: readonly string[] }) {
  if (errors.length === 0) return null;
  return (
    <div id={id} className="grid gap-0.5 text-bad text-sm">
      {errors.map((message) => (
        <p key={message}>
          <span aria-hidden="true">✕</span> {message}
        </p>
      ))}
    </div>
  );
}

/** How every control of a form looks. */
export const control =
  "w-full min-w-0 rounded-lg border border-line bg-raised px-3 py-2 text-base placeholder:text-quiet [&[readonly]]:text-quiet aria-invalid:border-bad sm:text-sm";
