"use client";

import { Command } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { useIsAlive } from "#components/ui/alive-fields.tsx";
import { moveRow, pressOnPage, selectRow } from "./on-page.ts";
import { areShortcutsOn, onShortcutsChange } from "./preference.ts";
import type { Shortcut } from "./shortcuts.ts";
import { useShortcuts } from "./use-shortcuts.ts";

// Most pages are left without either having been opened.
const Palette = lazy(() => import("./palette.tsx"));
const ShortcutList = lazy(() => import("./shortcut-list.tsx"));

export type May = { run: boolean; schedule: boolean; create: boolean };
type Props = { workspaceId: string; may: May };

const places: Partial<Record<Shortcut, string>> = {
  home: "",
  connectors: "/connectors",
  schedules: "/schedules",
  runs: "/runs",
  collections: "/collections",
};

/** Hears the keyboard on every page of a workspace, and opens what it asks for. */
export function CommandKeys({ workspaceId, may }: Props) {
  const t = useTranslations("command");
  const { push } = useRouter();
  const [open, setOpen] = useState<"palette" | "help">();
  const isAlive = useIsAlive();
  const isOn = useSyncExternalStore(onShortcutsChange, areShortcutsOn, () => true);
  const act = useCallback(
    (shortcut: Shortcut): boolean => {
      const home = `/w/${workspaceId}`;
      const place = places[shortcut];
      if (place !== undefined) push(`${home}${place}`);
      else if (shortcut === "create" && may.create) push(`${home}/connectors/new`);
      else if (shortcut === "help") setOpen("help");
      else return actOnPage(shortcut);
      return true;
    },
    [workspaceId, may.create, push],
  );
  useShortcuts(isOn, act);
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== "k" || !(event.metaKey || event.ctrlKey)) return;
      event.preventDefault();
      setOpen((was) => (was === "palette" ? undefined : "palette"));
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
  const close = useCallback(() => setOpen(undefined), []);
  return (
    <>
      <button
        type="button"
        disabled={!isAlive}
        onClick={() => setOpen("palette")}
        aria-label={t("open")}
        aria-keyshortcuts="Control+K Meta+K"
        title={t("open")}
        className="grid size-[34px] shrink-0 place-items-center rounded-lg border border-line bg-page text-quiet hover:text-ink"
      >
        <Command aria-hidden="true" size={14} />
      </button>
      <Suspense>
        {open === "palette" ? (
          <Palette workspaceId={workspaceId} may={may} onClose={close} onHelp={() => setOpen("help")} />
        ) : null}
        {open === "help" ? <ShortcutList may={may} onClose={close} /> : null}
      </Suspense>
    </>
  );
}

function actOnPage(shortcut: Shortcut): boolean {
  switch (shortcut) {
    case "search":
      return pressOnPage("/");
    case "edit":
      return pressOnPage("e");
    case "back":
      return pressOnPage("Escape");
    case "next_row":
      return moveRow(1);
    case "previous_row":
      return moveRow(-1);
    case "select_row":
      return selectRow();
    default:
      return false;
  }
}
