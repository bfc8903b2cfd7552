"use client";

import { useEffect } from "react";
import { meaningOf, type Shortcut } from "./shortcuts.ts";

const patienceMs = 1000;

/**
 * Hears the shortcuts, but nothing that is typed into a field or meant for a dialog.
 * @param act does what a shortcut means; false when there is nothing to do it to, which leaves the key to the browser
 */
export function useShortcuts(isOn: boolean, act: (shortcut: Shortcut) => boolean): void {
  useEffect(() => {
    if (!isOn) return;
    let pressed: string[] = [];
    let lastAt = 0;
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return;
      pressed = event.timeStamp - lastAt < patienceMs ? [...pressed, event.key] : [event.key];
      lastAt = event.timeStamp;
      const meaning = meaningOf(pressed) ?? meaningOf([event.key]);
      if (meaning === "begun") return;
      pressed = [];
      if (meaning && act(meaning)) event.preventDefault();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, [isOn, act]);
}

function isTaken({ target }: KeyboardEvent): boolean {
  const isTyping =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches("input:not([type=checkbox]), textarea, select"));
  return isTyping || document.querySelector("dialog[open], :popover-open") !== null;
}
