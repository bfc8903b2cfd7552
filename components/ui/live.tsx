"use client";

import { useRouter } from "next/navigation";
import { usePolling } from "./use-polling.ts";

/** Keeps a page fresh that the server renders: often while something on it goes on, seldom otherwise. */
export function Live({ isBusy = true }: { isBusy?: boolean }) {
  const { refresh } = useRouter();
  usePolling(async () => {
    refresh();
    return true;
  }, isBusy);
  return null;
}
