"use client";

import { useId } from "react";

type Props<T extends string> = {
  label: string;
  options: readonly (readonly [value: T, words: string])[];
  value: T;
  onChoose: (value: T) => void;
  /** Where what stands beside it says what it is for. */
  isLabelHidden?: boolean;
};

/** One of a few, all in view. */
export function Choice<T extends string>({
  label,
  options,
  value,
  onChoose,
  isLabelHidden = false,
}: Props<T>) {
  const name = useId();
  return (
    <fieldset className="grid gap-1.5">
      <legend className={isLabelHidden ? "sr-only" : "mb-1.5 text-quiet text-xs"}>{label}</legend>
      <div className="flex rounded-lg border border-line bg-raised p-0.5">
        {options.map(([option, words]) => (
          <label
            key={option}
            className="grow cursor-pointer whitespace-nowrap rounded-md border border-transparent px-2 py-1 text-center text-sm has-checked:border-line has-checked:bg-page has-checked:font-medium has-focus-visible:outline-2 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name={name}
              value={option}
              checked={value === option}
              onChange={() => onChoose(option)}
              className="sr-only"
            />
            {words}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
