import type { ReactNode } from "react";
import { FieldErrors } from "./field-frame.tsx";

type Option<T extends string> = { value: T; title: string; description?: string | undefined };

type Props<T extends string> = {
  id: string;
  label: ReactNode;
  hint?: string | undefined;
  errors?: string[];
  options: readonly Option<T>[];
  value: T | undefined;
  onChange: (value: T) => void;
  onBlur?: () => void;
};

/** One of a few, each in a card of its own with what it means. */
export function RadioCards<T extends string>(props: Props<T>) {
  const { id, label, hint, errors = [], options, value, onChange, onBlur } = props;
  const described = [hint ? `${id}-hint` : "", errors.length > 0 ? `${id}-error` : ""].filter(Boolean);
  return (
    <div
      role="radiogroup"
      id={id}
      aria-labelledby={`${id}-label`}
      tabIndex={-1}
      aria-invalid={errors.length > 0 || undefined}
      aria-describedby={described.join(" ") || undefined}
      className="group grid min-w-0 gap-1.5 rounded-lg"
    >
      <p id={`${id}-label`} className="font-medium text-sm">
        {label}
      </p>
      <div className="grid grid-cols-[repeat(auto-fit,minmax(min(11rem,100%),1fr))] gap-2">
        {options.map((option) => (
          <label
            key={option.value}
            className="flex cursor-pointer items-start gap-2.5 rounded-lg border border-line px-3 py-2.5 text-sm hover:bg-raised has-checked:border-accent has-checked:bg-accent/8 group-aria-invalid:border-bad has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="radio"
              name={id}
              value={option.value}
              checked={value === option.value}
              onChange={() => onChange(option.value)}
              onBlur={onBlur}
              className="mt-1 shrink-0 accent-accent outline-none"
            />
            <span className="grid min-w-0">
              <span className="font-medium">{option.title}</span>
              {option.description ? <span className="text-quiet">{option.description}</span> : null}
            </span>
          </label>
        ))}
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-quiet text-sm">
          {hint}
        </p>
      ) : null}
      <FieldErrors id={`${id}-error`} errors={errors} />
    </div>
  );
}
