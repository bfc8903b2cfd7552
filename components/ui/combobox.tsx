"use client";

import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { control, FieldFrame } from "./field-frame.tsx";

export type ComboOption = { value: string; title: string; note?: string | undefined };

type Props = {
  id: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: string[];
  value: string;
  onChange: (value: string) => void;
  /** The options that a search finds; all of them for an empty one. The best come first. */
  search: (text: string) => ComboOption[];
  /** What is said when nothing is found. */
  empty: string;
};

const most = 60;

/** One of many, found by typing (the combobox pattern of WAI-ARIA). Leaving it without choosing changes nothing. */
export function Combobox({ id, label, hint, errors, value, onChange, search, empty }: Props) {
  const [typed, setTyped] = useState<string>();
  const [at, setAt] = useState(0);
  const isOpen = typed !== undefined;
  const options = isOpen ? search(typed).slice(0, most) : [];
  const choose = (option: ComboOption | undefined) => {
    if (option) onChange(option.value);
    setTyped(undefined);
  };
  const open = (text: string) => {
    setTyped(text);
    setAt(0);
  };
  const keys: Record<string, () => void> = {
    ArrowDown: () => (isOpen ? setAt(Math.min(at + 1, options.length - 1)) : open("")),
    ArrowUp: () => setAt(Math.max(at - 1, 0)),
    Enter: () => choose(options[at]),
    Escape: () => setTyped(undefined),
  };
  const press = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (!act || event.metaKey || event.ctrlKey || (!isOpen && event.key !== "ArrowDown")) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  return (
    <FieldFrame label={label} id={id} hint={hint} error={errors} isRequired>
      {(wired) => (
        <div className="relative">
          <input
            {...wired}
            role="combobox"
            aria-expanded={isOpen}
            aria-controls={`${id}-options`}
            aria-autocomplete="list"
            aria-activedescendant={options[at] ? `${id}-option-${at}` : undefined}
            autoComplete="off"
            spellCheck={false}
            value={typed ?? value}
            onFocus={({ target }) => target.select()}
            onClick={() => isOpen || open("")}
            onChange={({ target }) => open(target.value)}
            onKeyDown={press}
            onBlur={() => setTyped(undefined)}
            className={control}
          />
          <ul
            id={`${id}-options`}
            // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern's own list of options
            role="listbox"
            aria-label={typeof label === "string" ? label : undefined}
            hidden={!isOpen}
            className="absolute top-full right-0 left-0 z-20 mt-1 max-h-64 overflow-y-auto rounded-lg border border-line bg-page py-1 text-sm shadow-lg"
          >
            {options.map((option, index) => (
              <Option
                key={option.value}
                id={`${id}-option-${index}`}
                option={option}
                isActive={index === at}
                onChoose={() => choose(option)}
              />
            ))}
            {isOpen && options.length === 0 ? <li className="px-3 py-1.5 text-quiet">{empty}</li> : null}
          </ul>
        </div>
      )}
    </FieldFrame>
  );
}

type OptionProps = { id: string; option: ComboOption; isActive: boolean; onChoose: () => void };

function Option({ id, option, isActive, onChoose }: OptionProps) {
  const self = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isActive) self.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the active option
    <li
      ref={self}
      id={id}
      // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the pattern's own option
      role="option"
      aria-selected={isActive}
      onPointerDown={(event) => {
        event.preventDefault();
        onChoose();
      }}
      className="flex cursor-pointer justify-between gap-3 px-3 py-1.5 hover:bg-raised aria-selected:bg-accent/12"
    >
      <span className="[overflow-wrap:anywhere]">{option.title}</span>
      {option.note ? <span className="shrink-0 text-quiet tabular-nums">{option.note}</span> : null}
    </li>
  );
}
