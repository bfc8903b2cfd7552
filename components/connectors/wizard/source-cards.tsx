"use client";

import { Search } from "lucide-react";
import { useTranslations } from "next-intl";
import { type KeyboardEvent, useRef, useState } from "react";
import { control } from "#components/ui/field-frame.tsx";
import { type ConnectorType, connectorTypes } from "#lib/connectors/types.ts";
import { TypeIcon } from "../type-icon.tsx";

type Props = {
  chosen: ConnectorType | undefined;
  /** Somebody looks around: a choice is near. */
  onConsider: () => void;
  onChoose: (type: ConnectorType) => void;
};

/** The types of source to choose from: by pointer, by typing, by arrows, by digits. */
export function SourceCards({ chosen, onConsider, onChoose }: Props) {
  const t = useTranslations("wizard");
  const types = useTranslations("types");
  const sources = useTranslations("sources");
  const [search, setSearch] = useState("");
  const list = useRef<HTMLUListElement>(null);
  const words = plain(search).split(/\s+/).filter(Boolean);
  const found = connectorTypes.filter((type) => {
    const text = plain(`${types(type)} ${sources(`${type}.reads`)} ${sources(`${type}.needs`)}`);
    return words.every((word) => text.includes(word));
  });
  const press = (event: KeyboardEvent) => {
    if (event.metaKey || event.ctrlKey || event.altKey) return;
    const digit = /^[1-8]$/.test(event.key) ? connectorTypes[Number(event.key) - 1] : undefined;
    if (digit && search === "") {
      event.preventDefault();
      return onChoose(digit);
    }
    const cards = [...(list.current?.querySelectorAll("button") ?? [])];
    const at = cards.indexOf(document.activeElement as HTMLButtonElement);
    const to = targetOf(event.key, at, cards);
    if (to === undefined) return;
    event.preventDefault();
    to.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys move among the buttons inside
    <div className="grid gap-5" onKeyDown={press} onKeyUp={onConsider} onPointerMove={onConsider}>
      <div className="relative max-w-md">
        <Search
          aria-hidden="true"
          size={16}
          className="absolute top-1/2 left-3 -translate-y-1/2 text-quiet"
        />
        <input
          type="search"
          aria-label={t("search_sources")}
          placeholder={t("search_sources")}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
          onKeyDown={(event) => {
            const [first] = found;
            if (event.key !== "Enter" || !first || search === "") return;
            event.preventDefault();
            onChoose(first);
          }}
          // biome-ignore lint/a11y/noAutofocus: the page is for choosing, and typing filters
          autoFocus
          className={`${control} pl-9`}
        />
      </div>
      <ul ref={list} className="grid grid-cols-[repeat(auto-fill,minmax(min(17rem,100%),1fr))] gap-3">
        {found.map((type) => (
          <li key={type} className="grid">
            <Card type={type} isChosen={type === chosen} onChoose={() => onChoose(type)} />
          </li>
        ))}
      </ul>
      <p aria-live="polite" className={found.length > 0 ? "sr-only" : "text-quiet text-sm"}>
        {found.length > 0 ? t("sources_found", { count: found.length }) : t("no_source")}
      </p>
      <p className="text-quiet text-sm max-md:hidden">{t("source_keys")}</p>
    </div>
  );
}

type CardProps = { type: ConnectorType; isChosen: boolean; onChoose: () => void };

function Card({ type, isChosen, onChoose }: CardProps) {
  const types = useTranslations("types");
  const sources = useTranslations("sources");
  return (
    <button
      type="button"
      onClick={onChoose}
      aria-pressed={isChosen}
      aria-keyshortcuts={String(connectorTypes.indexOf(type) + 1)}
      className="flex items-start gap-3 rounded-lg border border-line px-4 py-3.5 text-left hover:border-accent hover:bg-raised aria-pressed:border-accent aria-pressed:bg-accent/8"
    >
      <span className="mt-0.5">
        <TypeIcon type={type} size={24} />
      </span>
      <span className="grid min-w-0 grow gap-1">
        <span className="flex items-baseline justify-between gap-2">
          <span className="font-medium">{types(type)}</span>
          <span aria-hidden="true" className="text-quiet text-xs tabular-nums max-md:hidden">
            {connectorTypes.indexOf(type) + 1}
          </span>
        </span>
        <span className="text-sm">{sources(`${type}.reads`)}</span>
        <span className="text-quiet text-sm">{sources(`${type}.needs`)}</span>
      </span>
    </button>
  );
}

/** Which card a key leads to: left and right by one, up and down by a row. */
function targetOf(key: string, at: number, cards: HTMLButtonElement[]): HTMLButtonElement | undefined {
  const top = cards[0]?.getBoundingClientRect().top;
  const columns = Math.max(1, cards.filter((card) => card.getBoundingClientRect().top === top).length);
  if (at < 0) return key === "ArrowDown" ? cards[0] : undefined;
  const steps: Record<string, number> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: columns,
    ArrowUp: -columns,
  };
  const step = steps[key];
  return step === undefined ? undefined : cards[at + step];
}

function plain(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
