"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Key } from "#components/ui/key.tsx";
import type { May } from "./command-keys.tsx";
import { areShortcutsOn, onShortcutsChange, turnShortcuts } from "./preference.ts";
import { shortcuts } from "./shortcuts.ts";

/** What the keys do, and whether they do it. */
export default function ShortcutList({ may, onClose }: { may: May; onClose: () => void }) {
  const t = useTranslations("command");
  const dialog = useRef<HTMLDialogElement>(null);
  const isOn = useSyncExternalStore(onShortcutsChange, areShortcutsOn);
  useEffect(() => dialog.current?.showModal(), []);
  const shown = shortcuts.filter(({ does }) => does !== "create" || may.create);
  return (
    <Dialog ref={dialog} title={t("shortcuts")} onClose={onClose}>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-6 gap-y-2 text-sm">
        <dt className="flex gap-1">
          <Key>{t("mod_k")}</Key>
        </dt>
        <dd>{t("open")}</dd>
        {shown.map(({ keys, does }) => (
          <Line key={does} keys={keys} words={t(does)} />
        ))}
      </dl>
      <label className="flex items-center gap-2 text-sm">
        <input type="checkbox" checked={isOn} onChange={({ target }) => turnShortcuts(target.checked)} />
        {t("single_keys")}
      </label>
      <div className="flex justify-end">
        <Button look="plain" size="small" onClick={() => dialog.current?.close()}>
          {t("close")}
        </Button>
      </div>
    </Dialog>
  );
}

function Line({ keys, words }: { keys: readonly string[]; words: string }) {
  return (
    <>
      <dt className="flex gap-1">
        {keys.map((key) => (
          <Key key={key}>{key === "Escape" ? "Esc" : key}</Key>
        ))}
      </dt>
      <dd>{words}</dd>
    </>
  );
}
