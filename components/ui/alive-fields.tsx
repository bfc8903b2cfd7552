"use client";

import { type ReactNode, useSyncExternalStore } from "react";

const never = () => () => {};

/** False in what the server sends, true once the page answers to its reader. */
export function useIsAlive(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}

/**
 * The fields and buttons of a form that only works once the page is alive: until then nothing can be typed that would
 * be lost, or sent where it doesn't belong.
 */
export function AliveFields({ children }: { children: ReactNode }) {
  return (
    <fieldset disabled={!useIsAlive()} className="contents">
      {children}
    </fieldset>
  );
}
