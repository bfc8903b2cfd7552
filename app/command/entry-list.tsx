"use client";

import { useTranslations } from "next-intl";
import { useEffect } from "react";
import type { Entry } from "./entries.ts";

type Props = { id: string; entries: Entry[]; active: number; onPoint: (index: number) => void };

/** What the palette offers, by kind. The focus stays in the field above, which says which entry is meant. */
export function EntryList({ id, entries, active, onPoint }: Props) {
  const t = useTranslations("command");
  useEffect(() => {
    document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: "nearest" });
  }, [id, active]);
  const groups = Map.groupBy(entries, ({ group }) => group);
  return (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={t("entries")}
      className="max-h-[50dvh] overflow-y-auto p-1.5"
    >
      {[...groups].map(([group, members]) => (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset can't be in a listbox
        <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
          <p id={`${id}-${group}`} className="px-2.5 pt-2.5 pb-1 text-quiet text-xs">
            {t(`groups.${group}`)}
          </p>
          {members.map((entry) => (
            <Option
              key={entry.id}
              id={`${id}-${entries.indexOf(entry)}`}
              entry={entry}
              isActive={entries[active] === entry}
              onPoint={() => onPoint(entries.indexOf(entry))}
            />
          ))}
        </div>
      ))}
    </div>
  );
}

type OptionProps = { id: string; entry: Entry; isActive: boolean; onPoint: () => void };

function Option({ id, entry, isActive, onPoint }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field above has the focus, and the keys
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={entry.choose}
      onPointerMove={onPoint}
      className="flex cursor-pointer items-baseline gap-3 rounded-lg px-2.5 py-2 text-sm aria-selected:bg-line/70"
    >
      <span className="truncate">{entry.words}</span>
      {entry.aside ? <span className="truncate text-quiet text-xs">{entry.aside}</span> : null}
    </div>
  );
}
