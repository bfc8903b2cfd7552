"use client";

import { useTranslations } from "next-intl";
import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import { Notice } from "#components/ui/notice.tsx";
import type { May } from "./command-keys.tsx";
import { EntryList } from "./entry-list.tsx";
import { type Action, useEntries } from "./use-entries.ts";

type Props = { workspaceId: string; may: May; onClose: () => void; onHelp: () => void };

const steps: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** Goes anywhere, and does what is done most, from the keyboard. */
export default function Palette({ workspaceId, may, onClose, onHelp }: Props) {
  const t = useTranslations("command");
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [typed, setTyped] = useState("");
  const [action, setAction] = useState<Action>();
  const [active, setActive] = useState(0);
  const [done, setDone] = useState<string>();
  const show = (next: { typed?: string; action?: Action }) => {
    setTyped(next.typed ?? "");
    setAction(next.action);
    setActive(0);
    setDone(undefined);
  };
  const onDone = (words?: string) => (words === undefined ? dialog.current?.close() : setDone(words));
  const onAction = (chosen: Action) => show({ action: chosen });
  const { entries, isFailed, isBusy, problem } = useEntries({
    workspaceId,
    may,
    typed,
    action,
    onAction,
    onDone,
    onHelp,
  });
  useEffect(() => dialog.current?.showModal(), []);
  const at = Math.min(active, entries.length - 1);
  const hear = (event: KeyboardEvent) => {
    const step = steps[event.key];
    if (step && entries.length > 0) setActive((at + step + entries.length) % entries.length);
    else if (event.key === "Enter" && !isBusy) entries[at]?.choose();
    else if (event.key === "Backspace" && typed === "" && action) show({});
    else return;
    event.preventDefault();
  };
  return (
    <dialog
      ref={dialog}
      aria-label={t("open")}
      onClose={onClose}
      closedby="any"
      className="mx-auto mt-[12dvh] w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-lg border border-line bg-page p-0 text-ink backdrop:bg-black/50"
    >
      <div className="flex items-center gap-2 border-line border-b px-4">
        {action ? <span className="shrink-0 rounded-md bg-line px-2 py-0.5 text-sm">{t(action)}</span> : null}
        <input
          type="text"
          role="combobox"
          aria-label={t(action ? "which_connector" : "open")}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={entries[at] ? `${id}-${at}` : undefined}
          aria-autocomplete="list"
          placeholder={t(action ? "which_connector" : "placeholder")}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => show({ typed: target.value, ...(action ? { action } : {}) })}
          onKeyDown={hear}
          className="w-full min-w-0 bg-transparent py-3.5 outline-none! placeholder:text-quiet"
        />
      </div>
      {problem ? (
        <div className="p-3 pb-0">
          <Notice>{problem}</Notice>
        </div>
      ) : null}
      <p role="status" className="empty:hidden px-4 pt-3 text-good text-sm">
        {done}
      </p>
      <EntryList id={id} entries={entries} active={at} onPoint={setActive} />
      {entries.length === 0 ? (
        <p className="px-4 py-8 text-center text-quiet text-sm">{t(isFailed ? "failed" : "nothing")}</p>
      ) : null}
    </dialog>
  );
}
